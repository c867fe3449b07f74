import { Agent, request } from 'node:http';
import type { Api } from './api.js';

/** What somebody else's trivial operation waits, on a connection of its own, while `work` is under way. */
export async function waitBeside(api: Api, work: () => Promise<unknown>): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const state = { isDone: false, longestMs: 0 };
  await askTypename(api, agent);
  const asking = (async () => {
    while (!state.isDone) {
      const startedAt = performance.now();
      await askTypename(api, agent);
      state.longestMs = Math.max(state.longestMs, performance.now() - startedAt);
    }
  })();
  try {
    await work();
  } finally {
    state.isDone = true;
    await asking;
    agent.destroy();
  }
  return state.longestMs;
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
