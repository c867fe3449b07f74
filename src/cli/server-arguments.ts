import { parseArgs } from 'node:util';
import { CommandError } from './command-error.js';

/** What `billing-graphql` is to do where its first word is not `export`. */
export type ServerCommand = 'serve' | 'help' | 'version' | 'check-config' | 'print-config';

const flag = { type: 'boolean' } as const;
const options = {
  help: { ...flag, short: 'h' },
  version: { ...flag, short: 'v' },
  'check-config': flag,
  'print-config': flag,
} as const;

/** @throws CommandError, which says what was expected: a flag that is passed over in silence would be missed later */
export function parseServerArguments(args: readonly string[]): ServerCommand {
  const given = readFlags(args);
  const [command, another] = (['help', 'version', 'check-config', 'print-config'] as const).filter(
    (name) => given[name],
  );
  if (another && command !== 'help')
    throw new CommandError(`--${another}: expected alone, got it beside --${command}.`);
  return command ?? 'serve';
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch {
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new CommandError(
      `Expected ${known.join(', ')}, or "export" first; settings come from the environment. See --help.`,
    );
  }
}
