/** The parts of the supergraph, each started as a process of its own on loopback. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compose } from './compose.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const START_TIMEOUT_MS = 60_000;
const ADDRESS = /http:\/\/(?:127\.0\.0\.1|localhost):\d+/;

/**
 * @typedef {object} Service
 * @property {string} url its base address
 * @property {() => string} output all that it has written
 * @property {() => Promise<void>} stop
 */

/**
 * @param {Record<string, string>} [environment]
 * @returns {Promise<Service>}
 */
export async function startBilling(environment = {}) {
  return start([here('../../dist/billing-graphql.js')], { PORT: '0', ...environment });
}

/**
 * @param {Record<string, string>} [environment]
 * @returns {Promise<Service>}
 */
export async function startWorkspaces(environment = {}) {
  return start([here('workspaces.mjs')], { PORT: '0', ...environment });
}

/**
 * @param {string} supergraph SDL
 * @param {Record<string, string>} [environment]
 * @returns {Promise<Service>}
 */
export async function startHiveGateway(supergraph, { PORT, ...environment } = {}) {
  const port = PORT ?? String(await findFreePort());
  const command = [
    'node_modules/.bin/hive-gateway',
    'supergraph',
    '-c',
    'gateway.config.mjs',
    '-h',
    '127.0.0.1',
  ];
  return withSupergraph(supergraph, async (file) =>
    start([...command, '-p', port, file], { NO_COLOR: '1', ...environment }),
  );
}

/**
 * @param {string} supergraph SDL
 * @param {Record<string, string>} [environment]
 * @returns {Promise<Service>}
 */
export async function startApolloGateway(supergraph, environment = {}) {
  return withSupergraph(supergraph, async (file) =>
    start(['apollo-gateway.mjs', file], { PORT: '0', ...environment }),
  );
}

/**
 * @param {{ billing: Service, workspaces: Service, billingSdl?: string }} services
 * @returns {string} the supergraph as SDL
 */
export function composeServices({ billing, workspaces, billingSdl }) {
  return compose({ billingUrl: `${billing.url}/subgraph`, workspacesUrl: workspaces.url, billingSdl });
}

/** Gateways read the supergraph from a file, which lives as long as they do. */
async function withSupergraph(supergraph, startWith) {
  const directory = mkdtempSync(join(tmpdir(), 'supergraph-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  const file = join(directory, 'supergraph.graphql');
  writeFileSync(file, supergraph);
  try {
    const service = await startWith(file);
    return { ...service, stop: () => service.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Resolves once the process has written its address. */
async function start(command, environment) {
  const child = spawn(process.execPath, command, {
    cwd: here('.'),
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  let written = '';
  const url = await new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${command[0]} ${why}:\n${written}`));
    const timer = setTimeout(() => void stop().then(() => fail('did not answer in time')), START_TIMEOUT_MS);
    const read = (chunk) => {
      written += chunk;
      const [address] = ADDRESS.exec(written) ?? [];
      if (address) resolve(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then(() => fail('ended')).finally(() => clearTimeout(timer));
  });
  return { url: url.replace('localhost', '127.0.0.1'), output: () => written, stop };
}

async function findFreePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
