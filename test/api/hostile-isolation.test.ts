import { buildSabotaged, HELD_BY_THE_SEAL, SABOTAGES } from '../../scripts/isolation/sabotage.mjs';
import { createTenants, findForeign, judge } from '../../scripts/isolation/tenants.mjs';
import { watchTenants } from '../../scripts/isolation/watch-tenants.mjs';

/**
 * Many tenants read one account at the same addresses, and each is told something else of it. Nobody ever sees what another one
 * was told, nor another one's fate; and a server in which a key has lost its credential is found out.
 */

const tenants = 50;
const [own, other] = createTenants(2) as [Tenant, Tenant];
type Tenant = ReturnType<typeof createTenants>[number];

test('A12 O2 of 2,000 requests at once, with failures and aborts, each has its own answer and fate alone', async () => {
  const { findings, requests, strangeCalls, answered, withErrors, left, refused, logLines } =
    await watchTenants({ tenants, requests: 2000 });
  expect({ findings, requests, strangeCalls }).toEqual({ findings: [], requests: 2000, strangeCalls: 0 });
  expect(answered + left + refused).toBe(2000);
  // Nothing was shown where nothing was asked, refused or written.
  for (const count of [answered - withErrors, withErrors, left, logLines]) expect(count).toBeGreaterThan(20);
}, 120_000);

test.each(SABOTAGES.map((sabotage) => [sabotage.name, sabotage] as const))(
  'A12 where %s, it is found within 1,000 requests',
  async (_name, sabotage) => {
    const { findings } = await watchTenants({ tenants, requests: 1000, sabotage });
    expect(findings).not.toEqual([]);
  },
  120_000,
);

test('A12 where what is kept is kept without the credential alone, its seal shows nobody anything', async () => {
  const { findings } = await watchTenants({ tenants, requests: 1000, sabotage: HELD_BY_THE_SEAL });
  expect(findings).toEqual([]);
}, 120_000);

test.each([
  ['is not there', 'no such text in the server', 0],
  ['is there more than once', '"use strict"', '(?!1 )\\d+'],
])('A12 a sabotage whose text %s is none, and fails', async (_what, from, times) => {
  const attempt = buildSabotaged({ name: 'of nothing', replacements: [[from, '']] });
  await expect(attempt).rejects.toThrow(
    new RegExp(`^Sabotage "of nothing": the built server has ${from} ${times} times, not once\\.$`),
  );
});

test.each(['utf8', 'base64', 'base64url', 'hex'] as const)(
  'A12 a mark of others, and any token, are found in %s, wherever they stand',
  (encoding) => {
    for (const before of ['', 'a', 'ab', 'abc']) {
      const spell = (text: string): string =>
        `{"a":"${Buffer.from(`${before} ${text} .`).toString(encoding)}"}`;
      expect(findForeign(spell(own.mark), own)).toEqual([]);
      expect(findForeign(spell(other.mark), own)).toContain(`the mark ${other.mark}`);
      expect(findForeign(spell(own.mark))).toContain(`the mark ${own.mark}`);
      for (const { token } of [own, other])
        expect(findForeign(spell(token), own)).toContain(`the token ${token}`);
    }
  },
);

test.each([
  [{ data: { billingAccount: { name: `Account of ${own.mark}` } } }, []],
  [{ data: { billingAccount: { name: null } } }, ['the name null']],
  [{ data: { x: { amountMinor: '10003' } } }, []],
  [{ data: { x: { amountMinor: '20003' } } }, ['the amount 20003']],
  [{ data: null, errors: [{ extensions: { code: 'FORBIDDEN' } }] }, ['FORBIDDEN, which is not its own']],
])('A12 of %j is said %j', (body, found) => {
  expect(judge({ status: 200, headers: {}, text: JSON.stringify(body) }, own)).toEqual(found);
});
