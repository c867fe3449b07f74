import { setTimeout as sleep } from 'node:timers/promises';
import { startApi, type Api } from '../support/api.js';
import { altostratId, exportUrl, readExport } from '../support/export.js';
import { createKey, startIssuer, tokenOf, type Issuer } from '../support/issuer.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { until } from '../support/until.js';

/** Where tokens are verified here, an export is no way around it, and lasts no longer than its token. */

const [good, foreign] = [createKey('good'), createKey('foreign')];
const account = altostratId('cus_acme_us');

let upstream: Upstream;
let issuer: Issuer;
let api: Api;

beforeAll(async () => {
  [upstream, issuer] = await Promise.all([startUpstream(), startIssuer([good])]);
  api = await startApi({ ALTOSTRAT_URL: upstream.url, NORTHFLANK_URL: upstream.url, ...issuer.environment });
});
afterAll(async () => {
  await api?.stop();
  await Promise.all([upstream?.close(), issuer?.close()]);
});

test('F58 A02 a token of somebody else exports nothing', async () => {
  const headers = { authorization: `Bearer ${tokenOf(foreign)}` };
  const answer = await fetch(exportUrl(api, { account }), { headers });
  expect([answer.status, await answer.json()]).toMatchObject([
    401,
    { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
  ]);
  expect(await upstream.paths()).toEqual([]);
});

test('F58 A02 an export ends with its token, in words, and with where to go on', async () => {
  const toleranceMs = 5000;
  const endsAtMs = Date.now() + 2000;
  const token = tokenOf(good, { exp: Math.floor((endsAtMs - toleranceMs) / 1000) });
  await upstream.control('POST', '/tokens', { token, provider: 'altostrat', workspaces: ['ws_acme'] });
  await upstream.fault({ match: { token }, fault: { kind: 'hold' }, skip: 1, times: 1 });
  const reading = readExport(api, { account }, { authorization: `Bearer ${token}` });
  await until(async () => (await upstream.paths()).length === 2);
  await sleep(Math.max(0, endsAtMs - Date.now()));
  await upstream.control('POST', '/holds/release', {});
  const { rows, end } = await reading;
  expect(rows).toHaveLength(400);
  expect(end).toMatchObject({
    complete: false,
    cursor: rows[399]?.cursor,
    failure: { code: 'UNAUTHENTICATED', retryable: false },
  });
  expect(await upstream.paths()).toHaveLength(2);
});
