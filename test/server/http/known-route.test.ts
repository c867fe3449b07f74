import { startApi, type Api } from '../../support/api.js';
import { accountField } from '../../support/invoice-row.js';
import { exchange, type WireAnswer } from '../../support/raw-http.js';
import { startUpstream, type Upstream } from '../../support/upstream.js';

/** What has been asked before is answered on a short way. Nobody can tell by the answer, however unusual the request is. */

const QUERY = `query Name($id: ID!) { ${accountField('$id', 'ws_acme').replace('"$id"', '$id')} { name } }`;
const variables = { id: 'cus_acme_us' };
const ordinary = JSON.stringify({ query: QUERY, variables });

let upstream: Upstream;
/** The same server twice: one that is asked the ordinary question before each unusual one, and one that never is. */
let knowing: Api;
let fresh: Api;

beforeAll(async () => {
  upstream = await startUpstream();
  const environment = { ALTOSTRAT_URL: upstream.url, LOG_LEVEL: 'silent', MAX_BODY_BYTES: '4096' };
  [knowing, fresh] = await Promise.all([
    startApi(environment),
    startApi({ ...environment, COMPILE_QUERIES: 'off' }),
  ]);
});
afterAll(async () => {
  await Promise.all([knowing?.stop(), fresh?.stop()]);
  await upstream?.close();
});

interface Unusual {
  readonly start?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

function toWire({ start = 'POST /graphql HTTP/1.1', body = ordinary, headers = {} }: Unusual): string {
  const all: Readonly<Record<string, string | readonly string[]>> = {
    host: 'a.example',
    connection: 'close',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    authorization: 'Bearer sandbox-altostrat',
    'x-request-id': 'same',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}`),
  );
  return `${[start, ...lines.filter((line) => !line.endsWith(': absent'))].join('\r\n')}\r\n\r\n${body}`;
}

/** All of an answer but the moment and an id that was made for it. */
function seen(answers: readonly WireAnswer[]): unknown {
  return answers.map(({ status, headers, text }) => {
    const id = headers['x-request-id'] === 'same' ? 'same' : 'made';
    return { status, headers: { ...headers, date: '', 'x-request-id': id }, text };
  });
}

const changed = (members: object): string => JSON.stringify({ query: QUERY, variables, ...members });

test.each<[string, Unusual]>([
  ['nothing is unusual', {}],
  [
    'the body is in chunks',
    {
      headers: { 'content-length': 'absent', 'transfer-encoding': 'chunked' },
      body: `${ordinary.length.toString(16)}\r\n${ordinary}\r\n0\r\n\r\n`,
    },
  ],
  ['the body is said to be packed', { headers: { 'content-encoding': 'gzip' } }],
  ['the charset is another one', { headers: { 'content-type': 'application/json; charset=latin1' } }],
  ['no media type is named', { headers: { 'content-type': 'absent' } }],
  ['the media type is in capitals', { headers: { 'content-type': 'APPLICATION/JSON' } }],
  ['another answer is wanted', { headers: { accept: 'application/graphql-response+json' } }],
  ['an answer is wanted that there is not', { headers: { accept: 'text/csv' } }],
  ['no credential is sent', { headers: { authorization: 'absent' } }],
  ['two credentials are sent', { headers: { authorization: ['Bearer a', 'Bearer b'] } }],
  ['the credential is malformed', { headers: { authorization: 'Basic abc' } }],
  ['the credential is a foreign one', { headers: { authorization: 'Bearer nobody' } }],
  ['there are two hosts', { headers: { host: ['a.example', 'b.example'] } }],
  ['the request id is no id', { headers: { 'x-request-id': 'a b' } }],
  ['the path is spelt in another way', { start: 'POST /%67raphql HTTP/1.1' }],
  ['the path has a query', { start: 'POST /graphql?a=1 HTTP/1.1' }],
  ['the method is another one', { start: 'PUT /graphql HTTP/1.1' }],
  ['the body breaks off', { body: ordinary.slice(0, -2) }],
  ['the body is too large', { body: ordinary.padEnd(5000) }],
  ['the body is a list', { body: `[${ordinary}]` }],
  ['a key is __proto__', { body: ordinary.replace('"id"', '"__proto__":{"a":1},"id"') }],
  ['a key is spelt with escapes', { body: ordinary.replace('"id"', '"\\u0069d"') }],
  ['the query is no text', { body: changed({ query: 1 }) }],
  ['the variables are a list', { body: changed({ variables: [] }) }],
  ['a variable is missing', { body: changed({ variables: {} }) }],
  ['a variable is null', { body: changed({ variables: { id: null } }) }],
  ['a variable is a number', { body: changed({ variables: { id: 7 } }) }],
  ['a variable is not asked for', { body: changed({ variables: { ...variables, more: 1 } }) }],
  ['the operation is named', { body: changed({ operationName: 'Name' }) }],
  ['another operation is named', { body: changed({ operationName: 'Other' }) }],
  ['the name is empty', { body: changed({ operationName: '' }) }],
  ['the name is a number', { body: changed({ operationName: 1 }) }],
  [
    'a query is named by its hash',
    { body: changed({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a' } } }) },
  ],
  ['the extensions are a list', { body: changed({ extensions: [] }) }],
  ['an account is asked for that there is not', { body: changed({ variables: { id: 'cus_none' } }) }],
  ['an id cannot be part of a path', { body: changed({ variables: { id: '..' } }) }],
])('F63 a known operation is answered as an unknown one where %s', async (_what, unusual) => {
  await exchange(knowing.url, toWire({}));
  await exchange(knowing.url, toWire({}));
  const expected = seen(await exchange(fresh.url, toWire(unusual)));
  expect(expected).toHaveLength(1);
  expect(seen(await exchange(knowing.url, toWire(unusual)))).toEqual(expected);
});
