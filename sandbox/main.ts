import { parseSandboxEnvironment, SANDBOX_VARIABLES } from './environment.js';
import { InputError } from './ground/parse-input.js';
import { type SandboxOptions, startSandbox } from './start-sandbox.js';

const PORT_DEFAULT = 4010;
/** The exit code that service managers know as "configuration error". */
const EXIT_CONFIGURATION = 78;

const HELP = `Emulates the billing APIs of Altostrat and Northflank on one port.

Usage: npm run sandbox

Variables:
${SANDBOX_VARIABLES.map(({ name, text, default: usual = 'unset' }) => `  ${name.padEnd(20)} ${text} (default ${usual})`).join('\n')}
`;

function readOptions(): SandboxOptions {
  try {
    const options = parseSandboxEnvironment(process.env);
    return { ...options, port: options.port ?? PORT_DEFAULT };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(
      `The sandbox cannot start:\n${error.problems.map((line) => `  ${line}\n`).join('')}`,
    );
    process.exit(EXIT_CONFIGURATION);
  }
}

function welcome(url: string): string {
  const path = '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices?limit=2';
  return `Sandbox ready at ${url}
  Altostrat tokens:  sandbox-altostrat, sandbox-altostrat-initech, sandbox-altostrat-expired
  Northflank tokens: sandbox-northflank, sandbox-northflank-team, sandbox-northflank-expired
  Control:           ${url}/_sandbox
  Try: curl -H 'Authorization: Bearer sandbox-altostrat' '${url}${path}'
`;
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  const sandbox = await startSandbox(readOptions());
  process.stdout.write(welcome(sandbox.url));
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  // A port in use is the usual reason; the message says it, a stack would only hide it.
  process.stderr.write(
    `The sandbox cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
