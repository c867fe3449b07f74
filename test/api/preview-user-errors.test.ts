import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType, isInterfaceType } from 'graphql';
import type { Fault } from '../../sandbox/faults/fault.js';
import { freshToken } from '../support/fresh-token.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Every kind of refusal that a preview can have, as the schema lists them, reached through the mutation. */

startSystem();
beforeEach(async () => upstream.reset());

const schema = buildSchema(readFileSync(new URL('../../schema/billing.graphql', import.meta.url), 'utf8'));
const us = 'workspaceId: "ws_acme", accountId: "cus_acme_us"';
const monthly = `${us}, subscriptionId: "sub_acme_us_monthly"`;

interface Refused {
  readonly input: string;
  readonly fault?: Fault;
  /** The concrete type of the user error. */
  readonly type: string;
  readonly path: readonly string[];
  readonly retryable: boolean;
}

const EACH: Readonly<Record<string, Refused>> = {
  INVALID_INPUT: {
    input: `${us}, items: [{ productType: "sso", quantity: -1 }]`,
    type: 'InvalidInputError',
    path: ['items', '0', 'quantity'],
    retryable: false,
  },
  ACCOUNT_NOT_FOUND: {
    input: 'workspaceId: "ws_acme", accountId: "cus_none", subscriptionId: "sub_x"',
    type: 'NotFoundError',
    path: ['accountId'],
    retryable: false,
  },
  SUBSCRIPTION_NOT_FOUND: {
    input: `${us}, subscriptionId: "sub_none"`,
    type: 'NotFoundError',
    path: ['subscriptionId'],
    retryable: false,
  },
  PRODUCT_NOT_FOUND: {
    input: `${us}, items: [{ productType: "cars", quantity: 1 }]`,
    type: 'NotFoundError',
    path: ['items', '0', 'productType'],
    retryable: false,
  },
  REJECTED_BY_PROVIDER: {
    input: `${us}, subscriptionId: "sub_acme_us_canceled"`,
    type: 'RejectedByProviderError',
    path: [],
    retryable: false,
  },
  NOT_SUPPORTED_BY_PROVIDER: {
    input: 'provider: NORTHFLANK, accountId: "team-n3", items: [{ productType: "sso", quantity: 1 }]',
    type: 'RejectedByProviderError',
    path: [],
    retryable: false,
  },
  RATE_LIMITED: {
    input: monthly,
    fault: { kind: 'rateLimit', retryAfter: 1 },
    type: 'RateLimitedError',
    path: [],
    retryable: true,
  },
  PROVIDER_UNAVAILABLE: {
    input: monthly,
    fault: { kind: 'status', status: 503 },
    type: 'ProviderUnavailableError',
    path: [],
    retryable: true,
  },
};

test('F28 refusals are an interface, and every kind and code of it is reached here', () => {
  const error = schema.getType('PreviewInvoiceError');
  const codes = schema.getType('PreviewInvoiceErrorCode');
  if (!isInterfaceType(error) || !isEnumType(codes)) throw new Error('Not an interface, or not an enum.');
  const fields = Object.values(error.getFields()).map(({ name, type }) => `${name}: ${String(type)}`);
  expect(fields.toSorted()).toEqual([
    'code: PreviewInvoiceErrorCode!',
    'message: String!',
    'path: [String!]!',
    'retryable: Boolean!',
  ]);
  expect(Object.keys(EACH).toSorted()).toEqual(
    codes
      .getValues()
      .map(({ name }) => name)
      .toSorted(),
  );
  const reached = new Set(Object.values(EACH).map(({ type }) => type));
  expect([...reached].toSorted()).toEqual(
    schema
      .getPossibleTypes(error)
      .map(({ name }) => name)
      .toSorted(),
  );
});

test.each(Object.entries(EACH))(
  'F28 %s is data with its type, its place in the input and whether to try again',
  async (code, { input, fault, type, path, retryable }) => {
    if (fault) await upstream.fault({ fault });
    const token = await freshToken(upstream);
    const { data, errors } = await api.ask(
      `mutation { previewInvoice(input: { ${input} }) { preview { status } userErrors { __typename code message path retryable } } }`,
      { token, headers: { 'northflank-authorization': 'Bearer sandbox-northflank' } },
    );
    expect(errors).toEqual([]);
    const message = expect.stringMatching(/^[A-Z].*\.$/) as unknown;
    expect(data.previewInvoice).toEqual({
      preview: null,
      userErrors: [{ __typename: type, code, message, path, retryable }],
    });
  },
);
