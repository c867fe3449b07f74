import type { ServerCommand } from './cli/server-arguments.js';
import { checkSandboxSettings, listSandboxSettings } from './embedded-sandbox.js';
import { readVersion } from './read-version.js';
import { parseConfig, type ConfigProblem } from './server/config.js';
import { loadDocuments } from './server/documents/read-documents.js';
import { describeConfig, listSettings, settings, type Setting } from './server/settings.js';

/** What is wrong, as `VARIABLE: expected ...`. */
export type Problems = readonly string[];

/** Says what was asked about the program, without starting it; or what keeps it from starting. */
export async function tell(
  command: Exclude<ServerCommand, 'serve'>,
  environment: NodeJS.ProcessEnv,
): Promise<string | Problems> {
  switch (command) {
    case 'help':
      return toHelp(await listSandboxSettings());
    case 'version':
      return `${await readVersion()}\n`;
    case 'check-config':
    case 'print-config':
      return tellConfig(command, environment);
  }
}

async function tellConfig(
  command: ServerCommand,
  environment: NodeJS.ProcessEnv,
): Promise<string | Problems> {
  const described = describeConfig(environment);
  const own = typeof described === 'string' ? await checkDocuments(environment) : described;
  const problems = [
    ...own.map(({ variable, expected }) => `${variable}: expected ${expected}`),
    ...(await checkSandboxSettings(environment)),
  ];
  if (typeof described !== 'string' || problems.length > 0) return problems;
  return command === 'print-config' ? described : 'The settings are sound.\n';
}

/** What only shows when the file is read. The settings themselves are sound. */
async function checkDocuments(environment: NodeJS.ProcessEnv): Promise<readonly ConfigProblem[]> {
  const config = parseConfig(environment);
  const loaded = 'liveUrls' in config ? await loadDocuments(config) : [];
  return Array.isArray(loaded) ? (loaded as readonly ConfigProblem[]) : [];
}

function toHelp(sandbox: readonly Setting[]): string {
  return `Serves the GraphQL billing API. Settings come from the environment alone. Without any, it listens on
http://localhost:4000 and answers from an embedded sandbox.

  billing-graphql                  serves
  billing-graphql --check-config   says whether the settings are sound: exit code 0, or 78 and what to mend
  billing-graphql --print-config   the settings that a start would have, secrets hidden
  billing-graphql --version
  billing-graphql export --help    writes invoices into a file

Settings:
${listSettings(settings)}
Of the embedded sandbox:
${listSettings(sandbox)}
HTTPS_PROXY, HTTP_PROXY and NO_PROXY are not obeyed: providers are called directly.
`;
}
