import { checkPaging, checkPagingUnderFaults } from '../../src/conformance/paging-oracle.js';
import { api, startSystem, upstream } from '../support/system.js';
import { acmeUs, idsOf } from '../api/paging.js';

/** The oracle of the kit over the built server and the providers that come with it. */

startSystem();

const small = { workspaceId: 'ws_paging', accountId: 'cus_paging' };
const altostrat = () => ({
  graph: { url: `${api.url}/graphql`, headers: { authorization: 'Bearer sandbox-altostrat' } },
  account: { provider: 'ALTOSTRAT', ...small },
  invoiceIds: idsOf(small, 13, 1),
});

beforeAll(async () => upstream.createAccount({ ...small, invoices: 13 }));

test('F02 F09 F60 the lists of Altostrat are what the provider lists, both ways', async () => {
  await checkPaging(altostrat());
});

test('F66 F60 nothing is lost where calls fail', async () => {
  await checkPagingUnderFaults(altostrat(), () => upstream.fault({ fault: { kind: 'reset' }, times: 1 }));
});

test('F60 it says what was expected and what came', async () => {
  const { graph, account, invoiceIds } = altostrat();
  const [newest = '', ...others] = invoiceIds;
  await expect(checkPaging({ graph, account, invoiceIds: [...others, newest] })).rejects.toThrow(
    `ids of invoices(first: 2): expected ["${others[0]}","${others[1]}"], got ["${newest}","${others[0]}"].`,
  );
  await expect(checkPaging({ graph, account, invoiceIds: others.toReversed() })).rejects.toThrow('expected');
  const missing = { provider: 'ALTOSTRAT', ...acmeUs, accountId: 'cus_nobody' };
  await expect(checkPaging({ graph, account: missing, invoiceIds })).rejects.toThrow('expected "a page"');
});
