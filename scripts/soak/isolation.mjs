import { HELD_BY_THE_SEAL, SABOTAGES } from '../isolation/sabotage.mjs';
import { findForeign } from '../isolation/tenants.mjs';
import { watchTenants } from '../isolation/watch-tenants.mjs';
import { startStore } from './store.mjs';

const TENANTS = 500;
const SABOTAGED_REQUESTS_MAX = 1000;
const SABOTAGED_TENANTS = 50;

/** Tenants ask two replicas over one store, and nobody sees anything of anybody else; servers that are faulty are found out. */
export const isolation = {
  id: 'O2',
  title: 'Tenants that read the same addresses at once, with failures, aborts, two replicas and a store',
  bar: 'nothing foreign in answers, heads, logs, metrics and store; each of the faulty builds found within 1,000 requests',
  async run({ isLong, onProgress }) {
    const requests = isLong ? 200_000 : 3000;
    const { findings, inStore, ...met } = await watchReplicas(requests, onProgress);
    const noticed = {};
    for (const sabotage of SABOTAGES) noticed[sabotage.name] = await noticedAfter(sabotage);
    const held = await noticedAfter(HELD_BY_THE_SEAL);
    const found = [...findings, ...inStore];
    for (const finding of found.slice(0, 10)) console.log(`  ${finding}`);
    for (const [name, after] of Object.entries(noticed))
      console.log(`  where ${name}: found after ${after} requests`);
    const isFound = (after) => typeof after === 'number';
    return {
      figures: {
        ...met,
        tenants: TENANTS,
        foreign: found.length,
        faultyBuildsFound: `${Object.values(noticed).filter(isFound).length} of ${SABOTAGES.length}`,
        foundAfterMost: Math.max(...Object.values(noticed).filter(isFound)),
        heldByTheSeal: held === 'never',
      },
      counts:
        found.length === 0 &&
        met.strangeCalls === 0 &&
        held === 'never' &&
        Object.values(noticed).every(isFound),
      times: true,
    };
  },
};

async function watchReplicas(requests, onProgress) {
  const store = await startStore();
  try {
    const environment = { REDIS_URL: store.url };
    const met = await watchTenants({ tenants: TENANTS, requests, replicas: 2, environment, onProgress });
    const texts = await store.readAll();
    const inStore = texts.flatMap((text) => findForeign(text)).map((found) => `store: ${found}`);
    return { ...met, storeKeys: texts.length, inStore };
  } finally {
    await store.stop();
  }
}

/** After how many requests something foreign was seen, or 'never'. */
async function noticedAfter(sabotage) {
  const options = { tenants: SABOTAGED_TENANTS, requests: SABOTAGED_REQUESTS_MAX, sabotage };
  const { requests, findings } = await watchTenants(options);
  return findings.length > 0 ? requests : 'never';
}
