import { Agent, request } from 'node:http';
import type { Api } from './api.js';

/**
 * The longest that a trivial operation of somebody else waits, on a connection of its own, as a share of the time that `work`
 * takes: near to 1 where it is held up until all is done. Milliseconds would tell how busy the machine is; `npm run soak`
 * measures them.
 */
export async function longestWaitBeside(api: Api, work: () => Promise<unknown>): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await askTypename(api, agent);
  const begunAtMs = performance.now();
  const state = { isDone: false, longestMs: 0 };
  const asking = (async () => {
    while (!state.isDone) {
      const askedAtMs = performance.now();
      await askTypename(api, agent);
      state.longestMs = Math.max(state.longestMs, performance.now() - askedAtMs);
    }
  })();
  try {
    await work();
    return state.longestMs / (performance.now() - begunAtMs);
  } finally {
    state.isDone = true;
    await asking;
    agent.destroy();
  }
}

async function askTypename(api: Api, agent: Agent): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await new Promise<void>((resolve, reject) => {
    const asking = request(`${api.url}/graphql`, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', resolve);
    });
    asking.once('error', reject).end('{"query":"{ __typename }"}');
  });
}
