import type { IncomingHttpHeaders } from 'node:http';
import type { BillingError } from '../../../src/errors/billing-error.js';
import { bytesMaxOf, readAnswer } from '../../../src/transport/answer/read-answer.js';
import { errorOf, toExchange } from '../upstream-call.js';

/** What the head of an answer decides, and what its body may hold. */

const MIB = 1024 * 1024;
const boundOf = (headers: IncomingHttpHeaders, status = 200, wanted: 'list' | 'object' = 'list'): unknown =>
  bytesMaxOf(status, headers, wanted);

test('N11 an answer may be as large as what was asked for', () => {
  expect(boundOf({})).toEqual({ bytesMax: 8 * MIB, isNeeded: true });
  expect(boundOf({}, 200, 'object')).toEqual({ bytesMax: MIB, isNeeded: true });
  expect(boundOf({}, 500)).toEqual({ bytesMax: 65_536, isNeeded: false });
});

test.each<[string, IncomingHttpHeaders]>([
  ['nothing', {}],
  ['a type', { 'content-type': 'application/json' }],
  ['a type with a parameter that holds a comma', { 'content-type': 'Application/JSON; profile="a, b"' }],
  ['a type twice', { 'content-type': ['application/json', 'application/json;charset=utf-8'] as never }],
  ['an empty type and encoding', { 'content-type': '', 'content-encoding': '' }],
  ['no encoding in any letters', { 'content-encoding': 'Identity' }],
  ['no encoding in two lines', { 'content-encoding': ['identity', ' identity , '] as never }],
  ['a length at the bound', { 'content-length': String(8 * MIB) }],
])('T9 a head with %s is read', (_what, headers) => {
  expect(boundOf(headers)).toEqual({ bytesMax: 8 * MIB, isNeeded: true });
});

test.each<[string, IncomingHttpHeaders]>([
  ['another type', { 'content-type': 'text/html' }],
  ['two types', { 'content-type': ['application/json', 'text/html'] as never }],
  ['an encoding', { 'content-encoding': 'br' }],
  ['an encoding in its second line', { 'content-encoding': ['identity', 'gzip'] as never }],
  ['an encoding behind none', { 'content-encoding': 'identity, gzip' }],
])('T9 a head with %s is refused before its body', async (_what, headers) => {
  const error = (await errorOf(() => boundOf(headers))) as BillingError;
  expect([error.code, error.facts]).toEqual(['UPSTREAM_INVALID_RESPONSE', {}]);
});

const read = async (body: string): Promise<BillingError> =>
  (await errorOf(() =>
    readAnswer({ status: 200, headers: {}, body: Buffer.from(body) }, 'ALTOSTRAT', toExchange()),
  )) as BillingError;

test('N11 an answer with too much in it is marked, so that less of the same can be asked for', async () => {
  const tooLong = (await errorOf(() => boundOf({ 'content-length': String(8 * MIB + 1) }))) as BillingError;
  const tooMany = await read(`[${'1,'.repeat(300_000)}1]`);
  for (const error of [tooLong, tooMany])
    expect([error.code, error.facts]).toEqual(['UPSTREAM_INVALID_RESPONSE', { isTooLarge: true }]);
});

test.each([
  ['{"a":1,"a":2}', 'a key comes twice in one object'],
  ['['.repeat(100), 'it is nested more than 32 deep'],
  ['{"secret":', 'it is no JSON'],
])('U04 %s cannot be read, and nothing of it is told', async (body, why) => {
  const error = await read(body);
  expect([error.message, error.facts]).toEqual([`The provider's answer cannot be read: ${why}.`, {}]);
});
