import { BillingError } from '../../../src/errors/billing-error.js';
import { toCause } from '../../../src/transport/answer/failure-cause.js';

const withCode = (code: string): Error => Object.assign(new Error('Bearer canary'), { code });

test.each([
  ['a name that nobody knows', withCode('ENOTFOUND'), 'ENOTFOUND'],
  ['several addresses of which none answers', new AggregateError([withCode('ECONNREFUSED')]), 'ECONNREFUSED'],
  ['a failure that another one caused', new Error('x', { cause: withCode('EPIPE') }), 'EPIPE'],
  [
    'a certificate of another host',
    withCode('ERR_TLS_CERT_ALTNAME_INVALID'),
    'certificate: ERR_TLS_CERT_ALTNAME_INVALID',
  ],
  [
    'an authority that is not known',
    withCode('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'),
    'certificate: UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  ],
  ['no connection in time', withCode('UND_ERR_CONNECT_TIMEOUT'), 'connect timeout'],
  ['what is not HTTP', withCode('HPE_INVALID_CONSTANT'), 'invalid answer'],
  ['an answer that cannot be read', new BillingError('UPSTREAM_INVALID_RESPONSE', 'x'), 'invalid answer'],
  ['a status', new BillingError('UPSTREAM_UNAVAILABLE', 'x', { upstream: { status: 500 } }), 'status'],
  ['a code that is text of somebody else', withCode('Bearer canary'), 'unknown'],
  ['what is no error', 'Bearer canary', 'unknown'],
])('F55 %s has a cause of few words', (_what, error, cause) => expect(toCause(error, undefined)).toBe(cause));

test('F55 how the exchange was ended goes before what the connection said of it', () => {
  const error = withCode('ECONNRESET');
  expect([toCause(error, 'late'), toCause(error, 'left')]).toEqual(['timeout', 'abandoned']);
});
