import { startProcess } from '../support/api.js';
import { accountField } from '../support/invoice-row.js';
import { findShown, findTokens, unwatchServer } from '../support/token-watch.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** Every test file ends with a search for tokens in all that its servers brought out. Here the search itself is put to the test. */

let upstream: Upstream;

beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(async () => upstream?.close());

const TELLING = new URL('../support/telling-server.mjs', import.meta.url).href;

test.each(['base64', 'base64url', 'hex'])(
  'O12 a server that writes what it is sent in %s is found out at the end of its file',
  async (encoding) => {
    const token = `${encoding}-canary-token`;
    const api = await startProcess({
      ALTOSTRAT_URL: upstream.url,
      NODE_OPTIONS: `--import=${TELLING}`,
      TELL_IN: encoding,
    });
    await api.ask(`{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`, { token });
    await api.stop();
    expect(await findShown()).toEqual([`the output shows ${token}`]);
    unwatchServer(api);
    expect(await findShown()).toEqual([]);
  },
);

const TOKEN = 'aB3/xY9-kLm_0p+QrStUv';

test.each([
  ['as it is', (text: string) => text],
  ['in capitals', (text: string) => text.toUpperCase()],
  ['in base64', (text: string) => Buffer.from(text).toString('base64')],
  ['in base64url', (text: string) => Buffer.from(text).toString('base64url')],
  ['in hexadecimal digits', (text: string) => Buffer.from(text).toString('hex')],
  ['in an address', (text: string) => encodeURIComponent(text)],
])('O12 a token is found %s, whatever stands beside it, and no other', (_how, spell) => {
  for (const before of ['', 'a', 'ab', 'abc'])
    for (const after of ['', 'x', 'xy', 'xyz'])
      expect(findTokens(`{"a":"${spell(before + TOKEN + after)}"}`, ['another-token-1', TOKEN])).toEqual([
        TOKEN,
      ]);
  expect(findTokens(spell(TOKEN.slice(1)), [TOKEN])).toEqual([]);
});
