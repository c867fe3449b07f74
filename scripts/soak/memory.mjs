/**
 * Asks for ever new things, round by round: documents, accounts, pages to be kept, credentials. After each round all garbage is
 * collected; what is left may not grow once all that is bounded is full.
 *
 *   npm run build && node scripts/soak/memory.mjs [operations a round]
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startSystem } from './system.mjs';

const AT_ONCE = 16;
/** Operations of one credential. */
const PER_TOKEN = 20;
/** By then whatever is bounded should be full. */
const ROUNDS_OF_FILLING = 2;

/**
 * What was left after each round, and by how many percent of itself it grew in each, once what is bounded is full.
 *
 * @param {{ rounds?: number, operations: number, documents?: number, onRound?: (round: number, left: object) => void }} options
 *   `documents`: how many different ones there are in each round; left out: each operation has its own
 */
export async function memory({ rounds = 10, operations, documents = operations, onRound = () => undefined }) {
  const preload = new URL('./report-memory.mjs', import.meta.url).href;
  const system = await startSystem({
    nodeArguments: ['--expose-gc', '--max-old-space-size=256', `--import=${preload}`],
    environment: { CACHE_LIST_MS: '60000', CACHE_BYTES: '1048576' },
    hasChannel: true,
  });
  try {
    const left = [];
    for (let round = 0; round < rounds; round += 1) {
      await askRound(system, { round, operations, documents });
      left.push(await readLeft(system));
      onRound(round + 1, left.at(-1));
    }
    return { left, slope: slopeOf(left.map(({ heapBytes }) => heapBytes)) };
  } finally {
    await system.stop();
  }
}

async function readLeft({ process: child }) {
  child.send('report');
  const [left] = await once(child, 'message');
  return left;
}

async function askRound(system, { round, operations, documents }) {
  const tokens = Array.from(
    { length: Math.ceil(operations / PER_TOKEN) },
    (_, index) => `soak-${round}-${index}`,
  );
  for (const token of tokens)
    await system.control('POST', '/tokens', { token, provider: 'altostrat', workspaces: ['ws_acme'] });
  let next = 0;
  const askOn = async () => {
    while (next < operations) {
      const number = next;
      next += 1;
      const authorization = `Bearer ${tokens[Math.floor(number / PER_TOKEN)]}`;
      const { status } = await system.ask(...toOperation({ round, number, documents }, authorization));
      if (status !== 200)
        throw new Error(`Operation ${number} of round ${round + 1} was answered ${status}.`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askOn));
}

/** A page that is there, of a size that the credential has not asked for, and an account that there is not. */
function toOperation({ round, number, documents }, authorization) {
  const name = documents > 1 ? `Soak_${round}_${number % documents}` : 'Soak';
  const query = `query ${name}($first: Int!, $none: ID!) {
    page: billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us") {
      invoices(first: $first) { nodes { id total { decimal formatted } lines { nodes { description } } } } }
    none: billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: $none) { name } }`;
  const variables = { first: 1 + (number % PER_TOKEN), none: `cus_none_${round}_${number}` };
  return [query, { authorization }, variables];
}

/** Percent of the mean that a straight line through the later rounds rises by in each. */
function slopeOf(figures) {
  const points = figures.slice(ROUNDS_OF_FILLING).map((figure, index) => [index, figure]);
  const [meanX, meanY] = [0, 1].map(
    (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length,
  );
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return (100 * covariance) / variance / meanY;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const operations = Number(process.argv[2] ?? 10_000);
  const onRound = (round, { heapBytes, residentBytes }) => {
    const [heap, resident] = [heapBytes, residentBytes].map((bytes) => (bytes / 1e6).toFixed(1));
    console.log(`round ${round}: heap ${heap} MB, resident ${resident} MB`);
  };
  const { slope } = await memory({ operations, onRound });
  console.log(`slope: ${slope.toFixed(2)} % a round`);
}
