import { startApi, type Api } from '../../support/api.js';

let api: Api;

beforeAll(async () => {
  // Nothing here reaches a provider.
  api = await startApi({ ALTOSTRAT_URL: 'http://127.0.0.1:9' });
});
afterAll(async () => api?.stop());

test('T15 an operation type that the graph does not have is a fault of the request, not of this service', async () => {
  const { errors } = await api.ask('subscription { a }');
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['OPERATION_RESOLUTION_FAILURE']);
  const { errors: typename } = await api.ask('subscription { __typename }');
  expect(typename.map(({ extensions }) => extensions['code'])).toEqual(['OPERATION_RESOLUTION_FAILURE']);
  expect(api.output()).not.toContain('"msg":"fault"');
});

test('A01 the scheme of a credential may be written in any case', async () => {
  const headers = { authorization: 'bearer sandbox-altostrat' };
  expect((await api.ask('{ __typename }', { token: null, headers })).status).toBe(200);
});
