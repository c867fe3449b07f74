import {
  BACKWARD,
  createClient,
  FORWARD,
  invoiceIdsOf,
  pathOf,
  readOracle,
  showList,
} from './support/invoice-list.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Apollo Client walks a list in both directions, and its cache holds what the provider has. */

startSystem();

test('F01 F09 1,000 invoices forward, the page size changed on the way: each once, in order', async () => {
  const accountId = 'cus_acme_us';
  const oracle = await readOracle(upstream, accountId, 1000);
  const { list, read } = await showList(createClient(api.url), FORWARD, { accountId, first: 100 });
  const sizes = [100, 200, 200, 200, 50, 50, 100];
  for (const first of sizes) {
    const { endCursor: after, hasNextPage } = read().billingAccount.invoices.pageInfo;
    expect(hasNextPage).toBe(true);
    await list.fetchMore({ variables: { first, after } });
  }
  expect(invoiceIdsOf(read())).toEqual(oracle);
  expect(new Set(oracle).size).toBe(1000);
  let position = 100;
  expect(await upstream.paths()).toEqual([
    `${pathOf(accountId)}?limit=100`,
    ...sizes.map((size) => {
      const after = oracle[position - 1];
      position += size;
      return `${pathOf(accountId)}?limit=${size}&after=${after}`;
    }),
  ]);
});

test('F04 F09 1,000 invoices in two pages of 500 take 3 calls each and merge to the same list', async () => {
  const accountId = 'cus_acme_us';
  const oracle = await readOracle(upstream, accountId, 1000);
  const { list, read } = await showList(createClient(api.url), FORWARD, { accountId, first: 500 });
  await list.fetchMore({ variables: { after: read().billingAccount.invoices.pageInfo.endCursor } });
  expect(invoiceIdsOf(read())).toEqual(oracle);
  expect(await upstream.paths()).toHaveLength(6);
});

test('F02 200 invoices backward from the oldest: each once, in order', async () => {
  const accountId = 'cus_acme_eu';
  const oracle = await readOracle(upstream, accountId, 240);
  const { list, read } = await showList(createClient(api.url), BACKWARD, { accountId, last: 50 });
  for (const last of [100, 50]) {
    const { startCursor: before, hasPreviousPage } = read().billingAccount.invoices.pageInfo;
    expect(hasPreviousPage).toBe(true);
    await list.fetchMore({ variables: { last, before } });
  }
  expect(invoiceIdsOf(read())).toEqual(oracle.slice(40));
  expect(await upstream.paths()).toEqual([
    `${pathOf(accountId)}?limit=200`,
    `${pathOf(accountId)}?limit=200&after=${oracle[199]}`,
    `${pathOf(accountId)}?limit=100&before=${oracle[190]}`,
    `${pathOf(accountId)}?limit=50&before=${oracle[90]}`,
  ]);
});
