import fc from 'fast-check';
import { UrlScalar } from '../../src/scalars/url.scalar.js';
import { isWebUrl, parseWebUrl } from '../../src/scalars/web-url.js';

test.each([
  'https://invoice.stripe.com/i/acct_1/live_x?s=ap',
  'https://pay.stripe.com/invoice/x/pdf',
  'HTTPS://pay.stripe.com',
  'https://pay.stripe.com?a=b@c',
  'https://pay.stripe.com/a@b#c',
  'https://pay.stripe.com:8443/%20',
])('U17 %s is served as it came', (text) => expect(parseWebUrl(text)).toBe(text));

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'http://invoice.stripe.com/i',
  'ftp://invoice.stripe.com',
  '//invoice.stripe.com/i',
  '/i/1',
  'https://user@evil.example/',
  'https://:secret@evil.example/',
  'https://',
  'invoice.stripe.com',
  '',
  ' javascript:alert(1)',
  `https://a.example/${'x'.repeat(1_048_576)}`,
  ' https://a.example/',
  'https://a.example/\n',
  ' https://x\n/',
  'https://a.exa\tmple/',
  'https://a.example/a b',
  'https://a.example/\u0000',
  'https://a.example/\u007f',
  'https://a.example/\u00a0',
  'https://a.example/\u202e',
  'https://\u0430.example/',
  'https:a.example/',
  'https:/a.example/',
  'https:///a.example/',
  'https:\\\\a.example/',
  'https://a.example\\@evil.example/',
  'https://@evil.example/',
  'https://:@evil.example/',
  'https://a.example:99999/',
  'https://a.example:x/',
  7,
  null,
  {},
  ['https://a.example'],
])('U17 %# is not safe to open', (value) => expect(parseWebUrl(value)).toBeUndefined());

test('U17 the longest address is 2048 characters', () => {
  const ofLength = (length: number): string => 'https://a.example/'.padEnd(length, 'x');
  expect(parseWebUrl(ofLength(2048))).toBe(ofLength(2048));
  expect(parseWebUrl(ofLength(2049))).toBeUndefined();
});

test('U17 the scalar says what it expects', () => {
  expect(UrlScalar.parseValue('https://a.example')).toBe('https://a.example');
  expect(() => UrlScalar.parseValue('http://a.example')).toThrow(
    'Expected an absolute https URL, got "http://a.example".',
  );
});

test('F30 no address passes the short way that the careful way refuses', () => {
  const label = fc.oneof(
    fc.stringMatching(/^[a-z0-9-]{1,6}$/),
    fc.constantFrom('xn--a', 'xn--mnchen-3ya', '0x7f', '127', '1', 'a--b', '-a', '', 'A'),
  );
  const rest = fc.oneof(
    fc.constant(''),
    fc.string({ maxLength: 6 }).map((text) => `/${text}`),
    fc.constantFrom(':443/', ':99999', '?%', '#"<>'),
  );
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), rest, (labels, path) => {
      const text = `https://${labels.join('.')}${path}`;
      expect(parseWebUrl(text)).toBe(isWebUrl(text) ? text : undefined);
    }),
    { numRuns: 3000 },
  );
});
