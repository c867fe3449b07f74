import { providerNames } from '../../src/errors/provider-name.js';
import { allProviders } from '../../src/providers/all-providers.js';
import { routerHeader } from '../../src/server/operation/router-access.js';

/** What the list must hold beyond what the compiler sees. */

const each = <Value>(read: (provider: (typeof allProviders)[number]) => Value): Value[] =>
  allProviders.map(read);

test('F50 every provider that the graph names is in the list once', () => {
  expect(each(({ name }) => name).toSorted()).toEqual(Object.values(providerNames).toSorted());
});

test('F25 no two providers get one token: each has a header of its own, written as it is compared', () => {
  const headers = each(({ credentialHeader }) => credentialHeader);
  expect(new Set([...headers, routerHeader]).size).toBe(headers.length + 1);
  expect(headers.map((header) => header.toLowerCase())).toEqual(headers);
});

test('CFG each provider has a variable and a host of its own', () => {
  expect(new Set(each(({ baseUrl }) => baseUrl.variable)).size).toBe(allProviders.length);
  expect(new Set(each(({ baseUrl }) => new URL(baseUrl.default).origin)).size).toBe(allProviders.length);
});

test('F50 one provider has workspaces, for the id of one does not name its provider', () => {
  expect(allProviders.filter(({ hasWorkspaces }) => hasWorkspaces).map(({ name }) => name)).toEqual([
    'ALTOSTRAT',
  ]);
});
