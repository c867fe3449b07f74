import { startApi, type Api } from '../../support/api.js';

let api: Api;

beforeAll(async () => {
  // Nothing here reaches a provider.
  api = await startApi({ ALTOSTRAT_URL: 'http://127.0.0.1:9' });
});
afterAll(async () => api?.stop());

test.each(['subscription { a }', 'subscription { __typename }'])(
  'T15 %s is a fault of the request, not of this service',
  async (query) => {
    const { status, errors } = await api.ask(query);
    expect([status, errors.map(({ extensions }) => extensions['code'])]).toEqual([
      400,
      ['GRAPHQL_VALIDATION_FAILED'],
    ]);
    expect(api.output()).not.toContain('"msg":"fault"');
  },
);

test('A01 the scheme of a credential may be written in any case', async () => {
  const headers = { authorization: 'bearer sandbox-altostrat' };
  expect((await api.ask('{ __typename }', { token: null, headers })).status).toBe(200);
});
