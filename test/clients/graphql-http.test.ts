import { serverAudits } from 'graphql-http';
import { api, startSystem, upstream } from '../support/system.js';

/** The audit suite of GraphQL over HTTP, as its authors wrote it, against the started server. */

startSystem();

/** GET in three forms that the suite says a server MAY answer: it sends none of the headers that prevent CSRF. */
const NOTICES = ['5A70', '6A70', 'D6D5'];

test('H20 all 61 audits: no error, no warning, and notices only for GET without a CSRF header', async () => {
  const audits = serverAudits({ url: `${api.url}/graphql` });
  const results = await Promise.all(audits.map(async ({ fn }) => fn()));
  const failed = results.flatMap((result) => (result.status === 'ok' ? [] : [result]));
  expect(results).toHaveLength(61);
  expect(
    failed.filter(({ status }) => status !== 'notice').map(({ name, reason }) => [name, reason]),
  ).toEqual([]);
  expect(failed.map(({ id }) => id).sort()).toEqual(NOTICES);
  for (const { response } of failed) expect(await response.text()).toContain('CSRF');
  expect(await upstream.paths()).toEqual([]);
});

test('H20 with the header that prevents CSRF, those three pass as well', async () => {
  const audits = serverAudits({
    url: `${api.url}/graphql`,
    fetchFn: async (url: string, init?: RequestInit) =>
      fetch(url, { ...init, headers: { ...init?.headers, 'apollo-require-preflight': 'true' } }),
  });
  const wanted = audits.filter(({ id }) => NOTICES.includes(id));
  const results = await Promise.all(wanted.map(async ({ fn }) => fn()));
  expect(results.map(({ id, status }) => `${id} ${status}`).sort()).toEqual(NOTICES.map((id) => `${id} ok`));
});
