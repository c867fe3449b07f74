/** The API that the portal asks: one that runs, or one of its own on the embedded sandbox. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../dist/billing-graphql.js', import.meta.url));
const START_TIMEOUT_MS = 60_000;
const ADDRESS = /answers at (http:\/\/[^/\s]+)/;
const SANDBOX = /The sandbox itself: (http:\/\/[^;\s]+)/;

/**
 * Looks at the sandbox often enough for eyes, and seldom enough for its limit of 1000 calls an hour: each account every 4 s
 * after a change, and every 40 s while nothing happens.
 */
const LIVE = { LIVE_POLL_MS: '4000', LIVE_POLLS_PER_MINUTE: '60' };

/**
 * @typedef {object} Api
 * @property {string} url
 * @property {string} [sandboxUrl] where the sandbox takes its control calls; none: it is not on the sandbox
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<Api>} */
export async function startApi() {
  if (process.env.BILLING_URL) return { url: process.env.BILLING_URL, stop: async () => {} };

  const child = spawn(process.execPath, [ENTRY], {
    env: { LOG_LEVEL: 'warn', ...LIVE, ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  const written = await readWelcome(child, exited).catch(async (error) => {
    await stop();
    throw error;
  });
  child.stderr.pipe(process.stderr);
  const [, url] = ADDRESS.exec(written);
  const [, sandboxUrl] = SANDBOX.exec(written) ?? [];
  return { url: url.replace('localhost', '127.0.0.1'), sandboxUrl, stop };
}

/** What the server writes when it answers. */
async function readWelcome(child, exited) {
  let written = '';
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`The API ${why}:\n${written}`));
    const timer = setTimeout(() => fail('did not answer in time'), START_TIMEOUT_MS);
    const read = (chunk) => {
      written += chunk;
      if (!ADDRESS.test(written) || !written.includes('Try it')) return;
      clearTimeout(timer);
      resolve(written);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then(() => fail('ended')).finally(() => clearTimeout(timer));
  });
}
