import { BillingError } from '../../../src/errors/billing-error.js';
import { allProviders } from '../../../src/providers/all-providers.js';
import { northflank } from '../../../src/providers/northflank/definition.js';
import { missingCredential, parseCredentials } from '../../../src/server/operation/credentials.js';
import { toRequestId } from '../../../src/server/http/request-id.js';

function refusal(rawHeaders: readonly string[]): unknown {
  try {
    return [...parseCredentials(rawHeaders, allProviders)];
  } catch (error) {
    return error instanceof BillingError ? [error.code, error.message] : error;
  }
}

const refused = (header: string): unknown => [
  'UNAUTHENTICATED',
  `Header "${header}": expected one "Bearer <token>", and no other scheme.`,
];

test('A01 each header is the credential of its provider, whatever the case of its name', () => {
  expect(refusal(['AUTHORIZATION', 'Bearer a', 'host', 'b', 'Northflank-Authorization', 'Bearer n'])).toEqual(
    [
      ['ALTOSTRAT', 'Bearer a'],
      ['NORTHFLANK', 'Bearer n'],
    ],
  );
  expect(refusal(['x', 'Bearer a'])).toEqual([]);
  expect(refusal(['x', 'authorization', 'Bearer a', 'y'])).toEqual([]);
});

test.each(['alto_sk_abc', 'eyJhbGciOi.eyJzdWIi.c2ln-_', '12:34:secret', 'a+/b=', '~', 'x'.repeat(8192)])(
  'A01 %# is a token',
  (token) =>
    expect(refusal(['authorization', `Bearer ${token}`])).toEqual([['ALTOSTRAT', `Bearer ${token}`]]),
);

test.each(['', 'Bearer', 'Bearer ', 'bearer  '])('A01 %j is called an empty token', (value) => {
  for (const header of ['authorization', 'northflank-authorization'])
    expect(refusal([header, value])).toEqual([
      'UNAUTHENTICATED',
      `Header "${header}": the token is empty. Expected "Bearer <token>", or no such header.`,
    ]);
});

test.each([
  'Bearer  a',
  'Basic a',
  'Bearer a b',
  'Bearer a,b',
  'Bearer a\r\nx: y',
  'Bearer a\0',
  'Bearer é',
  'Bearer "a"',
  ` Bearer a`,
  `Bearer ${'x'.repeat(8193)}`,
  `Bearer ${'x'.repeat(50_000)}`,
])('A01 T11 %# is no credential, and is not shown', (value) => {
  expect(refusal(['Authorization', value])).toEqual(refused('authorization'));
  expect(refusal(['northflank-authorization', value])).toEqual(refused('northflank-authorization'));
});

test('A01 two credentials for one provider are none', () => {
  expect(refusal(['authorization', 'Bearer a', 'Authorization', 'Bearer a'])).toEqual(
    refused('authorization'),
  );
});

test('A01 a missing one is named by its header', () => {
  expect(missingCredential(northflank)).toMatchObject({
    code: 'UNAUTHENTICATED',
    message: 'NORTHFLANK needs the header "northflank-authorization: Bearer <token>", got none.',
    facts: { provider: 'NORTHFLANK' },
  });
});

test('H15 a request id is kept where it is harmless, and made anew where not', () => {
  const made = (header: unknown): string => toRequestId(header, () => 'fresh');
  expect(['a', 'A.b_c:d-9', 'x'.repeat(128)].map(made)).toEqual(['a', 'A.b_c:d-9', 'x'.repeat(128)]);
  const insane = ['', 'x'.repeat(129), 'a b', 'a\r\nb', '"a"', 'a\n', 'é', '\0', ['a'], undefined, 7];
  expect(insane.map(made)).toEqual(insane.map(() => 'fresh'));
});
