import { altostratDocuments } from '../../src/providers/altostrat/documented.js';
import { northflankDocuments } from '../../src/providers/northflank/documented.js';
import { findUndocumented } from '../../src/wire/find-undocumented.js';
import { startApi, type Api, type GraphqlAnswer } from '../support/api.js';
import { driftSince, readDrift, type DriftCounts } from '../support/drift.js';
import {
  generations,
  readRecordings,
  startPlayer,
  type Player,
  type Recording,
} from '../support/recordings.js';
import { startUpstream } from '../support/upstream.js';
import { GENERATIONS } from './northflank-paging.js';

/** What the providers were recorded to answer, against what their documents were read to say. */

/** Changes that somebody has looked at and left unknown, as `object.field` of a generation. */
const reviewed: Readonly<Record<string, readonly string[]>> = {};

let player: Player;
let api: Api;
beforeAll(async () => {
  player = await startPlayer();
  api = await startApi({ ALTOSTRAT_URL: player.url, NORTHFLANK_URL: player.url });
});
afterAll(async () => {
  await api?.stop();
  player?.close();
});

const amounts = ['subtotal', 'discount', 'tax', 'total', 'amountDue', 'amountPaid', 'amountRemaining'];
const figures = `status statusRaw currency period { start end } discountNames ${amounts.map((amount) => `${amount} { decimal }`).join(' ')}
  lines { complete nodes { lineId description amount { decimal } quantity unitAmount { decimal } priceId productName } }`;
const invoices = `invoices(first: 5) { nodes { invoiceId number createdAt dueAt hostedInvoiceUrl pdfUrl usage { product teamId projectId resource amount { decimal } } ${figures} } }`;
const upcoming = `upcomingInvoice { ${figures} }`;
const profile = 'name email currency createdAt';
const subscriptions =
  'subscriptions { nodes { status currency currentPeriod { start end } createdAt items { productType priceId quantity interval } } }';

/** Each part by itself, so that one that is not recorded takes nothing else with it. */
function questionsOf(owner: string, parts: readonly string[]): string {
  return parts.map((part, index) => `${owner.replace(/\W.*/, '')}${index}: ${owner} { ${part} }`).join(' ');
}

const altostratAccount =
  'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_a1b2c3d4e5f6", accountId: "cus_Qx1Y2z3W4v5U6t")';
const questions: Readonly<Record<string, string>> = {
  altostrat: `{ ${questionsOf('workspace(id: "ws_a1b2c3d4e5f6")', ['name billingMode', `billingAccounts { nodes { ${profile} } }`])}
    ${questionsOf(altostratAccount, [profile, subscriptions, invoices, upcoming])} }`,
  northflank: `{ ${questionsOf('billingAccount(provider: NORTHFLANK, accountId: "acme-team")', [invoices, upcoming])} }`,
};

/** Which of a provider's routes a request is of, the most telling pattern first. */
const routes = [
  [altostratDocuments, /\/invoices\/preview$/, 'invoices/preview'],
  [altostratDocuments, /^GET \/workspaces\/.*\/invoices$/, 'invoices'],
  [altostratDocuments, /\/subscriptions$/, 'subscriptions'],
  [altostratDocuments, /\/billing-accounts$/, 'billing-accounts'],
  [altostratDocuments, /\/billing-accounts\/[^/]+$/, 'billing-account'],
  [altostratDocuments, /\/workspaces\/[^/]+$/, 'workspace'],
  [northflankDocuments, /\/invoices\/details(\?timestamp)?$/, 'billing/invoices/details'],
  [northflankDocuments, /\/invoices\/[^/]+$/, 'billing/invoices/{id}'],
  [northflankDocuments, /\/invoices$/, 'billing/invoices'],
] as const;

async function ask(provider: string): Promise<GraphqlAnswer> {
  const headers = { 'northflank-authorization': 'Bearer sandbox-northflank' };
  return api.ask(questions[provider] as string, { headers });
}

interface Heard {
  readonly asked: ReadonlySet<string>;
  readonly codes: readonly unknown[];
  readonly counted: DriftCounts;
}

async function playAll(provider: string, recordings: readonly Recording[]): Promise<Heard> {
  const before = await readDrift(api);
  const asked = player.play(recordings);
  const { errors } = await ask(provider);
  const codes = [...new Set(errors.map(({ extensions }) => extensions['code']))];
  return { asked, codes, counted: driftSince(before, await readDrift(api)) };
}

/** The whole of an answer, with the rows that the server looks into no further. */
function undocumentedIn({ request, body }: Recording): readonly string[] {
  const [documents, , route = ''] = routes.find(([, pattern]) => pattern.test(request)) ?? [];
  const document = documents?.get(route);
  if (!document) throw new Error(`No document for ${request}.`);
  return findUndocumented(body, document).map(
    ({ documented, name: field }) => `${documented.object}.${field}`,
  );
}

test.each(generations())(
  'F27 %s was recorded as it is documented, but for what was reviewed',
  async (generation) => {
    const [provider = ''] = generation.split('/');
    const recordings = readRecordings(generation);
    const known = reviewed[generation] ?? [];
    expect(recordings.flatMap(undocumentedIn)).toEqual(known);
    const { asked, codes, counted } = await playAll(provider, recordings);
    expect([...asked].toSorted()).toEqual(recordings.map(({ request }) => request).toSorted());
    expect(codes.filter((code) => code !== 'NOT_FOUND')).toEqual([]);
    if (known.length === 0) expect(counted).toEqual({});
  },
);

test('F27 there are recordings of every generation', () => {
  expect(generations()).toEqual([
    ...['middle', 'newest', 'older'].map((name) => `altostrat/${name}`),
    ...GENERATIONS.map(([name]) => `northflank/${name.toLowerCase()}`),
  ]);
});

/** The recordings of a generation, with `change` made in the body and headers of one of them. */
function changed(
  generation: string,
  request: RegExp,
  change: (body: Wire, headers: Wire) => void,
): readonly Recording[] {
  const recordings = structuredClone(readRecordings(generation));
  const one = recordings.find((recording) => request.test(recording.request));
  if (!one) throw new Error(`No recording of ${request.source}.`);
  change(one.body, one.headers);
  return recordings;
}

// A wrong path into a recording fails the test.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Wire = any;

test.each<[string, string, RegExp, (body: Wire, headers: Wire) => void, DriftCounts]>([
  [
    'a field of a line',
    'altostrat/newest',
    /\/invoices$/,
    ({ data }) => (data[0].lines[0].period = {}),
    { 'ALTOSTRAT line field': 1 },
  ],
  [
    'a status',
    'northflank/n4',
    /\/invoices$/,
    ({ data }) => (data.invoices[1].status = 'carried_over'),
    { 'NORTHFLANK invoice status': 1 },
  ],
  [
    'a number that became text',
    'altostrat/older',
    /\/invoices$/,
    ({ data }) => (data[0].total = '999'),
    { 'ALTOSTRAT invoice type': 1 },
  ],
  [
    'a header',
    'northflank/n2',
    /details$/,
    (_body, headers) => (headers['x-ratelimit-burst'] = '5'),
    { 'NORTHFLANK head header': 1 },
  ],
])('F27 %s that is new in a recording is noticed', async (_what, generation, request, change, counted) => {
  const heard = await playAll(generation.split('/')[0] as string, changed(generation, request, change));
  expect(heard.counted).toEqual(counted);
});

test('F27 a field that is new far down in a recording is found in the whole of it', () => {
  const recordings = changed('altostrat/newest', /\/invoices$/, ({ data }) => (data[1].lines[1].period = {}));
  expect(recordings.flatMap(undocumentedIn)).toEqual(['line.period']);
});

test('F27 what the sandbox answers is what is documented', async () => {
  const upstream = await startUpstream();
  const other = await startApi({ ALTOSTRAT_URL: upstream.url, NORTHFLANK_URL: upstream.url });
  const fields = `${subscriptions} ${invoices} ${upcoming}`;
  try {
    const teams = GENERATIONS.map(
      ([name, team]) => `${name}: billingAccount(provider: NORTHFLANK, accountId: "${team}") { ${fields} }`,
    );
    for (const team of teams)
      await other.ask(`{ ${team} }`, {
        headers: { 'northflank-authorization': 'Bearer sandbox-northflank' },
      });
    const account = 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_eu")';
    await other.ask(
      `{ workspace(id: "ws_acme") { billingMode billingAccounts { nodes { ${profile} } } } ${account} { ${profile} ${fields} } }`,
    );
    expect(new Set((await upstream.calls()).map(({ route }) => route)).size).toBe(9);
    expect(await readDrift(other)).toEqual({});
  } finally {
    await other.stop();
    await upstream.close();
  }
});
