import {
  composeServices,
  startApolloGateway,
  startBilling,
  startHiveGateway,
  startWorkspaces,
  type Service,
} from '../../examples/supergraph/services.mjs';

/** A supergraph whose SDL declares `@authenticated`: what gateways make of it, and who decides in the end. */

let billing: Service;
let workspaces: Service;
let supergraph: string;

beforeAll(async () => {
  [billing, workspaces] = await Promise.all([
    startBilling({ SUBGRAPH_AUTHENTICATED: 'on' }),
    startWorkspaces(),
  ]);
  const { data } = await ask(`${billing.url}/subgraph`, '{ _service { sdl } }');
  supergraph = composeServices({ billing, workspaces, billingSdl: data._service.sdl });
});
afterAll(async () => {
  await Promise.all([billing, workspaces].map(async (service) => service?.stop()));
});

// Tests read into answers of any shape; a wrong path fails the assertion that follows.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function ask(url: string, query: string, headers: Record<string, string> = {}): Promise<any> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

test('A14 Apollo Gateway does not start with it', async () => {
  await expect(startApolloGateway(supergraph)).rejects.toThrow(
    /authenticated\/v0\.1 is for: SECURITY but is unsupported/,
  );
});

test('A14 Hive Gateway asks for an anonymous caller too, and billing refuses: the declaration protects nothing', async () => {
  const gateway = await startHiveGateway(supergraph);
  try {
    const query = '{ ownedWorkspaces { name disputes { invoice { number } } } }';
    const stranger = await ask(`${gateway.url}/graphql`, query);
    expect(
      new Set(stranger.errors.map((error: { extensions: { code: string } }) => error.extensions.code)),
    ).toEqual(new Set(['UNAUTHENTICATED']));
    expect(stranger.data.ownedWorkspaces[0]).toEqual({
      name: 'Acme Networks',
      disputes: [{ invoice: { number: null } }, { invoice: { number: null } }],
    });
    const known = await ask(`${gateway.url}/graphql`, query, { authorization: 'Bearer sandbox-altostrat' });
    expect(known.data.ownedWorkspaces[1].disputes).toEqual([{ invoice: { number: 'AB123-001' } }]);
  } finally {
    await gateway.stop();
  }
});
