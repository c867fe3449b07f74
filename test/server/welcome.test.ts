import { allProviders } from '../../src/providers/all-providers.js';
import { altostrat } from '../../src/providers/altostrat/definition.js';
import { sandboxHeaders } from '../../src/server/welcome.js';
import { startApi, type Api } from '../support/api.js';

/** What is shown to whoever starts it: emulators' tokens, and of the emulated providers alone. */

let api: Api | undefined;
afterEach(async () => {
  await api?.stop();
});

/** Each printed call, as the parts of it that a shell would hand on. */
function printedCalls(output: string): { header: string; value: string; query: string }[] {
  const calls = output.matchAll(/-H '([a-z-]+): (Bearer [^']+)' \\\n +-d '(.+)'\n/g);
  return [...calls].map(([, header = '', value = '', body = '']) => {
    return { header, value, query: JSON.parse(body).query };
  });
}

test('F25 what is printed for the emulators works as printed, each token in the header of its provider', async () => {
  api = await startApi({ LOG_LEVEL: 'silent' });
  const calls = printedCalls(api.output());
  expect(calls.map(({ header, value }) => `${header}: ${value}`)).toEqual([
    'authorization: Bearer sandbox-altostrat',
    'northflank-authorization: Bearer sandbox-northflank',
  ]);
  for (const { header, value, query } of calls) {
    const { data, errors } = await api.ask(query, { token: null, headers: { [header]: value } });
    expect(errors).toEqual([]);
    expect(data.billingAccount.invoices.nodes).toHaveLength(3);
  }
});

test('F25 of a live provider no token is shown', async () => {
  api = await startApi({ LOG_LEVEL: 'silent', NORTHFLANK_URL: 'http://127.0.0.1:9' });
  expect(printedCalls(api.output()).map(({ value }) => value)).toEqual(['Bearer sandbox-altostrat']);
  expect(api.output()).not.toMatch(/NORTHFLANK|northflank/);
});

test('F25 GraphiQL begins with the headers of the emulated providers, and with no others', () => {
  expect(sandboxHeaders(allProviders)).toEqual({
    authorization: 'Bearer sandbox-altostrat',
    'northflank-authorization': 'Bearer sandbox-northflank',
  });
  expect(sandboxHeaders([altostrat])).toEqual({ authorization: 'Bearer sandbox-altostrat' });
  expect(sandboxHeaders([])).toEqual({});
});

test('F25 where tokens are verified, the token of an emulator is not shown: it would be refused', async () => {
  const tokenIssuer = { JWT_ISSUER: 'a', JWT_AUDIENCE: 'b', JWKS_URL: 'http://127.0.0.1:9/keys' };
  api = await startApi({ LOG_LEVEL: 'silent', ...tokenIssuer });
  expect(printedCalls(api.output()).map(({ value }) => value)).toEqual(['Bearer sandbox-northflank']);
  expect(await (await fetch(`${api.url}/`)).text()).not.toContain('sandbox-altostrat');
});
