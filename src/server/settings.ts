import { parseConfig, type ConfigProblem, type Environment } from './config.js';
import { allProviders } from '../providers/all-providers.js';
import { createVariables, listWebhooks } from './variables.js';

/** A variable of the environment, for people. */
export interface Setting {
  readonly name: string;
  /** As it would be written; undefined: unset. */
  readonly default: string | undefined;
  /** What it is where `NODE_ENV` is `production`, if that is something else. */
  readonly inProduction?: string;
  readonly meaning: string;
}

/** Those whose default `NODE_ENV` decides: elsewhere, and in production. */
const DECIDED: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['UPSTREAMS', ['sandbox', 'live']],
  ['GRAPHIQL', ['on', 'off']],
  ['INTROSPECTION', ['on', 'off']],
  ['CALL_COST', ['on', 'off']],
]);

/** Every setting of the server, in the order of its configuration. */
export const settings: readonly Setting[] = Object.entries(createVariables(allProviders).shape).map(
  ([name, schema]) => {
    const meaning = schema.description ?? '';
    const decided = DECIDED.get(name);
    if (decided) return { name, default: decided[0], inProduction: decided[1], meaning };
    return { name, default: toText(schema.safeParse(undefined).data), meaning };
  },
);

function toText(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** What is never shown, not even in part. */
const SECRET: ReadonlySet<string> = new Set([
  'ROUTER_SECRET',
  ...listWebhooks(allProviders).map(({ variable }) => variable),
]);

/**
 * The settings that a start would have, one a line, as they could be written into a file again but for what is secret. Unset
 * ones are comments. A list of what is wrong instead, where a start would be refused.
 */
export function describeConfig(environment: Environment): string | readonly ConfigProblem[] {
  const config = parseConfig(environment);
  if (!('liveUrls' in config)) return config;
  const isProduction = environment['NODE_ENV'] === 'production';
  const lines = settings.map((setting) => {
    const given = environment[setting.name] || (isProduction && setting.inProduction) || setting.default;
    return given === undefined ? `# ${setting.name}=` : `${setting.name}=${toShown(setting.name, given)}`;
  });
  return `${lines.join('\n')}\n`;
}

function toShown(name: string, value: string): string {
  if (SECRET.has(name)) return '(hidden)';
  if (!/^rediss?:/i.test(value)) return value;
  const url = new URL(value);
  if (url.password !== '') url.password = '(hidden)';
  return decodeURI(url.href);
}

/** The settings as `--help` lists them. */
export function listSettings(listed: readonly Setting[]): string {
  const width = Math.max(...listed.map(({ name }) => name.length));
  return listed
    .map((setting) => `  ${setting.name.padEnd(width)}  ${setting.meaning} (${toDefault(setting)})\n`)
    .join('');
}

function toDefault({ default: usual, inProduction }: Setting): string {
  if (inProduction !== undefined) return `default ${usual}; ${inProduction} in production`;
  return usual === undefined ? 'default: unset' : `default ${usual}`;
}
