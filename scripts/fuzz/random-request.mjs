import { readdirSync, readFileSync } from 'node:fs';
import { ODD_VALUES } from './chance.mjs';

const examples = new URL('../../examples/', import.meta.url);
const DOCUMENTS = readdirSync(examples)
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => readFileSync(new URL(name, examples), 'utf8'));
const PIECES = [
  ...['{', '}', '(', ')', '[', ']', ':', '!', '$', '@', '...', '=', '|', '&', '"""', '"', '#', ',', '\\'],
  ...[
    'query',
    'mutation',
    'subscription',
    'fragment',
    'on',
    'null',
    'true',
    '__schema',
    '__type',
    '__typename',
  ],
  ...['billingAccount', 'invoices', 'nodes', 'node', 'nodes(ids: ["x"])', '_entities', 'first: 9', '$a: Int'],
  ...[
    '@include(if: true)',
    '@skip(if: $a)',
    '@defer',
    '-1',
    '1e999',
    '2147483648',
    '\ufeff',
    '\u0000',
    '\ud800',
  ],
];
const TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json; charset=utf-16',
  'application/graphql',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/json, text/html',
  '',
  '/',
];
const ACCEPTS = [
  '*/*',
  'application/json',
  'application/graphql-response+json',
  'text/html',
  'text/event-stream',
  'x',
  '',
];
const PATHS = [
  '/graphql',
  '/graphql?',
  '/graphql/',
  '/Graphql',
  '//graphql',
  '/graphql/..%2f',
  '/',
  '/healthz',
  '/readyz',
];
const HEADERS = [
  'x-request-id',
  'traceparent',
  'northflank-authorization',
  'cache-control',
  'origin',
  'range',
];

/** Where a request goes to: mostly the one address that does something. */
export function randomTarget(chance) {
  if (chance.below(10) > 0) return { method: 'POST', path: '/graphql' };
  const method = chance.of(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'POST', 'TRACE']);
  const query =
    chance.below(2) === 0
      ? `?query=${encodeURIComponent(randomDocument(chance).slice(0, 500).toWellFormed())}`
      : '';
  return { method, path: `${chance.of(PATHS)}${query}` };
}

/** Credentials, media types and others, sound or not. */
export function randomHeaders(chance) {
  const headers = {
    'content-type': chance.below(8) > 0 ? TYPES[0] : chance.of(TYPES),
    accept: chance.below(4) > 0 ? '*/*' : chance.of(ACCEPTS),
  };
  if (chance.below(3) > 0) headers.authorization = randomCredential(chance);
  if (chance.below(50) === 0) headers.expect = chance.of(['100-continue', 'money']);
  for (let more = chance.below(3); more > 0; more -= 1) headers[chance.of(HEADERS)] = visible(chance, 60);
  return headers;
}

function randomCredential(chance) {
  return chance.below(4) > 0 ? `Bearer fuzz-${chance.below(1000)}-token` : visible(chance, 40);
}

/** What a head may hold. */
function visible(chance, lengthMax) {
  return Array.from({ length: chance.below(lengthMax) }, () =>
    String.fromCharCode(chance.below(8) === 0 ? 160 + chance.below(96) : 33 + chance.below(94)),
  ).join('');
}

/** A body of a request: mostly JSON that holds a document. */
export function randomBody(chance) {
  if (chance.below(12) === 0) return chance.bytes(chance.below(400));
  const parts = [`"query":${JSON.stringify(randomDocument(chance))}`];
  if (chance.below(3) === 0) parts.push(`"variables":${chance.of(VARIABLES)}`);
  if (chance.below(8) === 0) parts.push(`"operationName":${chance.of(ODD_VALUES)}`);
  if (chance.below(8) === 0) parts.push(`"extensions":${chance.of(ODD_VALUES)}`);
  const text = `{${parts.join(',')}}`;
  return Buffer.from(chance.below(5) === 0 ? chance.mutate(text, 1 + chance.below(3)) : text);
}

const VARIABLES = [
  ...ODD_VALUES,
  '{"after":"x"}',
  '{"first":-1,"after":[]}',
  '{"a":{"b":{"c":[[[[1]]]]}}}',
  '{"id":"SW52b2ljZTox","input":{"items":[]}}',
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{}}}',
];

function randomDocument(chance) {
  switch (chance.below(4)) {
    case 0:
      return Array.from({ length: chance.below(60) }, () => chance.of(PIECES)).join(' ');
    case 1:
      return nested(chance);
    default:
      return chance.mutate(chance.of(DOCUMENTS), Math.max(0, chance.below(6) - 2));
  }
}

/** Something within itself, often. */
function nested(chance) {
  const depth = 1 + chance.below(2000);
  const [open, close] = chance.of([
    ['{ a ', '}'],
    ['{ ... { __typename ', '} }'],
    ['{ a(x: [', ']) }'],
    ['query Q($a: [', ']) { a }'],
    ['{ __schema { types { fields { type { ofType ', '} } } } }'],
  ]);
  return open.repeat(depth) + close.repeat(chance.below(3) === 0 ? depth - 1 : depth);
}

/** The beginning of a request, and then anything. */
export function randomBytesOfHttp(chance) {
  const body = randomBody(chance);
  const length = chance.of([body.length, body.length + 1, -1, '0x10', '1e3', '', '9'.repeat(30)]);
  const head = [
    chance.of([
      'POST /graphql HTTP/1.1',
      'POST /graphql HTTP/9.9',
      'GET /graphql',
      'PRI * HTTP/2.0',
      '\u0016\u0003\u0001',
    ]),
    'host: a',
    chance.of([
      'content-type: application/json',
      'content-type:',
      ': x',
      'a b: c',
      'transfer-encoding: chunked',
    ]),
    `content-length: ${length}`,
    'connection: close',
  ].join('\r\n');
  return Buffer.concat([
    Buffer.from(chance.mutate(head, chance.below(3)), 'latin1'),
    Buffer.from('\r\n\r\n'),
    body,
  ]);
}
