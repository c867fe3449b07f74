import { allProviders } from '../../src/providers/all-providers.js';
import { altostrat } from '../../src/providers/altostrat/definition.js';
import { credentialHeaders } from '../../src/server/welcome.js';
import { startApi, startProcess, type Api } from '../support/api.js';

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

test('F25 GraphiQL begins with a header for each provider, and with the tokens of the emulated ones alone', () => {
  expect(credentialHeaders(allProviders, allProviders)).toEqual({
    authorization: 'Bearer sandbox-altostrat',
    'northflank-authorization': 'Bearer sandbox-northflank',
  });
  expect(credentialHeaders(allProviders, [altostrat])).toEqual({
    authorization: 'Bearer sandbox-altostrat',
    'northflank-authorization': 'Bearer ',
  });
});

test('F25 where tokens are verified, the token of an emulator is not shown: it would be refused', async () => {
  const tokenIssuer = { JWT_ISSUER: 'a', JWT_AUDIENCE: 'b', JWKS_URL: 'http://127.0.0.1:9/keys' };
  api = await startApi({ LOG_LEVEL: 'silent', ...tokenIssuer });
  expect(printedCalls(api.output()).map(({ value }) => value)).toEqual(['Bearer sandbox-northflank']);
  expect(await (await fetch(`${api.url}/`)).text()).not.toContain('sandbox-altostrat');
});

test('CFG the address that is printed is the one that was bound, and the sandbox and its control calls answer at theirs', async () => {
  api = await startProcess({ LOG_LEVEL: 'silent' });
  const [, printed = ''] = /answers at (\S+)\/graphql/.exec(api.output()) ?? [];
  expect(printed.replace('//localhost:', '//127.0.0.1:')).toBe(api.url);
  const [, sandbox = '', control = ''] = /^The sandbox itself: (\S+); .*: (\S+) /m.exec(api.output()) ?? [];
  expect((await fetch(`${sandbox}/workspaces`)).status).toBe(401);
  expect(await (await fetch(control)).json()).toMatchObject({ seed: 1 });
});

test('F59 of live providers the samples ask for ids, and an example that is left as it is names its argument', async () => {
  api = await startApi({ UPSTREAMS: 'live' });
  const page = await (await fetch(`${api.url}/`)).text();
  expect(page).not.toMatch(/ws_acme|cus_acme|team-n3|sandbox-/);
  expect(page).toContain('workspaceId: \\"\\u003cyour ws_... id>\\"');
  const { errors } = await api.ask('{ workspace(id: "<your ws_... id>") { name } }');
  expect(errors).toMatchObject([
    { message: expect.stringMatching(/^Argument "id"/), extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});
