/**
 * Starts all of it: billing on its embedded sandbox, the second subgraph, and Hive Gateway in front of both; prints a
 * query that crosses them. `GATEWAY_PORT` chooses another port than 4100. Ends on Ctrl-C.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import install from './install.mjs';

const say = (line) => process.stdout.write(`${line}\n`);

const port = process.env.GATEWAY_PORT ?? '4100';

// Before half a minute is spent on the rest.
await assertFree(port).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
install();
// Loaded only now: their packages may just have been installed.
const { composeServices, startBilling, startHiveGateway, startWorkspaces } = await import('./services.mjs');

const started = [];
const keep = async (name, service) => {
  started.push(await service);
  say(`${name}: ${started.at(-1).url}`);
  return started.at(-1);
};
const stop = async (code) => {
  for (const service of started.reverse()) await service.stop();
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void stop(0));

try {
  const billing = await keep('Billing, on its sandbox', startBilling({ LOG_LEVEL: 'warn' }));
  const workspaces = await keep('Workspaces', startWorkspaces());
  const supergraph = composeServices({ billing, workspaces });
  const gateway = await keep('Hive Gateway', startHiveGateway(supergraph, { PORT: port }));
  say(sample(gateway.url));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  await stop(1);
}

/** @throws Error that says which variable to mend */
async function assertFree(text) {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new Error(`GATEWAY_PORT: expected a port number, got ${JSON.stringify(text)}.`);
  const server = createServer().listen(Number(text), '127.0.0.1');
  await once(server, 'listening').catch(() => {
    throw new Error(`Port ${text} is taken. Choose another: GATEWAY_PORT=4101 npm run supergraph`);
  });
  server.close();
}

function sample(url) {
  const query =
    '{ ownedWorkspaces { name owner { name } disputes { reason invoice { number status total { formatted } } } } }';
  return `The owner is the second subgraph's, the invoice is billing's:
  curl -s ${url}/graphql -H 'content-type: application/json' \\
    -H 'authorization: Bearer sandbox-altostrat' -d '{"query":"${query}"}'`;
}
