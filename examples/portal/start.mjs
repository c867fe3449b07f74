/**
 * Starts the API on its embedded sandbox, and the portal in front of it; prints one address. Ends on Ctrl-C.
 *
 *   npm run portal              builds the portal, and serves what was built
 *   npm run portal -- --dev     Vite's own server, which shows a change of the code at once
 *   npm run portal -- --check   only checks the types
 *
 * `PORTAL_PORT` chooses another port than 4200. `BILLING_URL` names an API that runs already, in place of the sandbox.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startApi } from './api.mjs';
import install from './install.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const root = here('../../');
const say = (line) => process.stdout.write(`${line}\n`);
const has = (flag) => process.argv.includes(flag);

const port = parsePort(process.env.PORTAL_PORT ?? '4200');
install();
generate();
if (has('--check')) run('tsc', '-p', 'examples/portal');
else await serve();

async function serve() {
  // Loaded only now: its package may just have been installed.
  const vite = await import('vite');
  const api = await startApi();
  const stop = async (code) => {
    await api.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void stop(0));
  try {
    // Vite reads both of them: the one in its configuration, the other into the code.
    process.env.BILLING_URL = api.url;
    process.env.VITE_SANDBOX = api.sandboxUrl ? 'on' : 'off';
    const server = await startServer(vite);
    say(welcome(server.resolvedUrls.local[0], api));
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    await stop(1);
  }
}

async function startServer(vite) {
  const listen = { port, strictPort: true, host: '127.0.0.1' };
  const common = { configFile: here('vite.config.mjs'), logLevel: 'warn' };
  if (has('--dev')) return (await vite.createServer({ ...common, server: listen })).listen();
  await vite.build(common);
  return vite.preview({ ...common, preview: listen });
}

function welcome(address, { sandboxUrl }) {
  if (!sandboxUrl) return `The portal: ${address}`;
  return `The portal, on the sandbox: ${address}
To see an invoice change while you look, within 40 s:
  curl -X PATCH ${sandboxUrl}/_sandbox/accounts/cus_acme_us/invoices/in_acme_us_001200 -d '{"status":"void"}'`;
}

/** Types and documents, where the schema or an operation is newer than they are. */
function generate() {
  const made = here('src/generated/graphql.ts');
  const operations = readdirSync(here('src'), { recursive: true }).filter((path) =>
    path.endsWith('.graphql'),
  );
  const sources = [...operations.map((path) => here(`src/${path}`)), `${root}schema/billing.graphql`];
  const isNew = (path) => statSync(path).mtimeMs > statSync(made).mtimeMs;
  if (!existsSync(made) || sources.some(isNew)) run('graphql-codegen', '--config', 'codegen.yml');
}

/** Runs a tool of the repository itself, quietly unless it fails. */
function run(name, ...options) {
  const { status, stdout, stderr } = spawnSync(`${root}node_modules/.bin/${name}`, options, { cwd: root });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}`);
  process.exit(1);
}

function parsePort(text) {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  process.stderr.write(`PORTAL_PORT: expected a port number, got ${JSON.stringify(text)}.\n`);
  process.exit(1);
}
