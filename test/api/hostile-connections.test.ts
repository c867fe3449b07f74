import { createServer as createTlsServer } from 'node:https';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { startApi, type Api, type GraphqlAnswer } from '../support/api.js';
import { makeCertificate, type Certificate } from '../support/certificate.js';
import { freePort } from '../support/free-port.js';
import { accountField } from '../support/invoice-row.js';

/** A provider that is not there, or is not who it should be: nothing is sent to it, and nothing is taken from it. */

const DAY_MS = 86_400_000;
const account = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;
const details = JSON.stringify({ id: 'cus_acme_us', workspace_id: 'ws_acme', name: 'Acme' });

const trusted = makeCertificate({ host: 'an authority', isAuthority: true });
const unknown = makeCertificate({ host: 'another authority', isAuthority: true });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authority-'));
  await writeFile(join(folder, 'authority.crt'), trusted.cert);
});
afterAll(async () => rm(folder, { recursive: true }));

interface Outcome {
  readonly answer: GraphqlAnswer;
  /** Requests that the provider got to see. */
  readonly requests: number;
  /** Connections that were tried. */
  readonly connections: number;
}

/** What a server that trusts one authority makes of a provider with such a certificate. */
async function askOver({ cert, key }: Certificate): Promise<Outcome> {
  let [requests, connections] = [0, 0];
  const provider = createTlsServer({ cert, key }, (_message, response) => {
    requests += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end(details);
  });
  provider.on('connection', () => (connections += 1)).listen(0, '127.0.0.1');
  await once(provider, 'listening');
  const { port } = provider.address() as AddressInfo;
  const answer = await askAt(`https://localhost:${port}`, {
    NODE_EXTRA_CA_CERTS: join(folder, 'authority.crt'),
  });
  provider.closeAllConnections();
  provider.close();
  return { answer, requests, connections };
}

async function askAt(url: string, environment: Record<string, string> = {}): Promise<GraphqlAnswer> {
  const api: Api = await startApi({ ALTOSTRAT_URL: url, ...environment });
  try {
    return await api.ask(account);
  } finally {
    await api.stop();
  }
}

const refused = [
  {
    code: 'UPSTREAM_UNAVAILABLE',
    message: 'The provider could not be reached, or broke off its answer.',
    path: ['billingAccount', 'name'],
    retryable: true,
  },
];
const errorsOf = ({ errors }: GraphqlAnswer): unknown =>
  errors.map(({ message, path, extensions: { code, retryable } }) => ({ code, message, path, retryable }));

test('U19 a certificate of a trusted authority, for this host and for now, is accepted', async () => {
  const { answer, requests } = await askOver(makeCertificate({ host: 'localhost', by: trusted }));
  expect([answer.data, answer.errors, requests]).toEqual([{ billingAccount: { name: 'Acme' } }, [], 1]);
});

test.each([
  [
    'that has expired',
    { host: 'localhost', by: trusted, validMs: [Date.now() - 2 * DAY_MS, Date.now() - DAY_MS] as const },
  ],
  [
    'that does not hold yet',
    { host: 'localhost', by: trusted, validMs: [Date.now() + DAY_MS, Date.now() + 2 * DAY_MS] as const },
  ],
  ['of another host', { host: 'evil.example', by: trusted }],
  ['of a host that only ends alike', { host: 'evil-localhost', by: trusted }],
  ['that signs itself', { host: 'localhost' }],
  ['of an authority that nobody knows', { host: 'localhost', by: unknown }],
])('U19 a provider with a certificate %s is not spoken to', async (_what, options) => {
  const { answer, requests, connections } = await askOver(makeCertificate(options));
  expect([answer.data, errorsOf(answer)]).toEqual([{ billingAccount: { name: null } }, refused]);
  // The first attempt and two more, and no request on any of them.
  expect([requests, connections]).toEqual([0, 3]);
  expect(answer.text).not.toMatch(/certificate|CERT|localhost|self.signed|evil/i);
});

test.each([
  ['has no address', async () => 'https://nothing.invalid'],
  ['listens nowhere', async () => `http://127.0.0.1:${await freePort()}`],
])('U19 a provider that %s is UPSTREAM_UNAVAILABLE', async (_what, urlOf) => {
  const answer = await askAt(await urlOf());
  expect([answer.data, errorsOf(answer)]).toEqual([{ billingAccount: { name: null } }, refused]);
  expect(answer.text).not.toMatch(/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|invalid|127\.0/);
});
