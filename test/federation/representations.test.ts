import fc from 'fast-check';
import { encodeGlobalId } from '../../src/relay/global-id.js';
import { acme, acmeId, altostrat, askEntities, tokens } from '../support/entities.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Whatever a representation holds, its item has its own value, null or error, and its neighbours do not notice. */

startSystem();
beforeEach(async () => upstream.reset());

const identity = `__typename ... on Workspace { id } ... on BillingAccount { provider accountId }
  ... on Invoice { invoiceId }`;

/** A representation, and what its item must be: the entity, null, or BAD_USER_INPUT. */
interface Case {
  readonly representation: unknown;
  readonly entity: object | null | 'refused';
}

const invoice = (ordinal: number): Case => ({
  representation: acme(ordinal),
  entity: { __typename: 'Invoice', invoiceId: acmeId(ordinal) },
});
const workspace: Case = {
  representation: { __typename: 'Workspace', id: 'ws_acme' },
  entity: { __typename: 'Workspace', id: 'ws_acme' },
};
const team: Case = {
  representation: {
    __typename: 'BillingAccount',
    provider: 'NORTHFLANK',
    workspaceId: null,
    accountId: 'team-n1',
  },
  entity: { __typename: 'BillingAccount', provider: 'NORTHFLANK', accountId: 'team-n1' },
};
const gone: Case = {
  representation: altostrat('Invoice', 'ws_acme', 'cus_acme_us', 'in_gone'),
  entity: null,
};

const key = {
  __typename: 'Invoice',
  provider: 'ALTOSTRAT',
  workspaceId: 'ws_acme',
  accountId: 'cus_acme_us',
};
const deep = Array.from({ length: 30 }).reduce((inner: object) => ({ inner }), {});

const MALFORMED: readonly (readonly [string, unknown])[] = [
  ['a number', 7],
  ['text', 'Invoice'],
  ['a list', [acme(1200)]],
  ['an empty object', {}],
  ['no key', { __typename: 'Invoice' }],
  ['part of a key', key],
  [
    'a natural key without a field that may be null',
    { __typename: 'Invoice', provider: 'NORTHFLANK', accountId: 'team-n3', invoiceId: 'inv-1' },
  ],
  ['an unknown type', { __typename: 'Customer', id: 'ws_acme' }],
  ['a type that is no entity', { __typename: 'Money', id: 'ws_acme' }],
  ['a name that every object has', { __typename: 'constructor', id: 'ws_acme' }],
  ['a type that is no text', { __typename: ['Invoice'], id: 'ws_acme' }],
  ['a number as id', { __typename: 'Workspace', id: 7 }],
  ['null as id', { __typename: 'BillingAccount', id: null }],
  ['an object as id', { __typename: 'Invoice', id: deep }],
  [
    'a global id of an invoice that cannot be',
    {
      __typename: 'Invoice',
      id: encodeGlobalId({ type: 'Invoice', path: ['NORTHFLANK', null, 'team-n3', '../details'] }),
    },
  ],
  [
    'a global id of another type',
    {
      __typename: 'BillingAccount',
      id: encodeGlobalId({ type: 'Invoice', path: ['NORTHFLANK', null, 'team-n3', 'inv-1'] }),
    },
  ],
  ['a damaged global id', { __typename: 'Invoice', id: 'AAAAinvoice' }],
  ["an account's key field as a list", { ...key, accountId: ['cus_acme_us'], invoiceId: acmeId(1200) }],
  ['an unknown provider', { ...key, provider: 'STRIPE', invoiceId: acmeId(1200) }],
  ['a provider that every object has', { ...key, provider: 'toString', invoiceId: acmeId(1200) }],
  ['another way up the path', { ...key, workspaceId: 'ws_a/../../v1', invoiceId: acmeId(1200) }],
  ['control characters', { ...key, accountId: 'cus_acme_us\r\nhost: evil', invoiceId: acmeId(1200) }],
  ['an invoice id with a space', { ...key, invoiceId: 'in acme' }],
  ['an invoice id that is too long', { ...key, invoiceId: 'i'.repeat(256) }],
  ["another provider's account", { ...key, provider: 'NORTHFLANK', invoiceId: acmeId(1200) }],
  [
    'a path as an invoice id',
    { ...key, provider: 'NORTHFLANK', workspaceId: null, accountId: 'team-n3', invoiceId: '../details' },
  ],
];
const malformed = MALFORMED.map(([, representation]): Case => ({ representation, entity: 'refused' }));

async function check(cases: readonly Case[]): Promise<void> {
  const { data, errors } = await askEntities(
    api,
    cases.map(({ representation }) => representation),
    identity,
  );
  expect(data._entities).toEqual(cases.map(({ entity }) => (entity === 'refused' ? null : entity)));
  expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual(
    cases.flatMap(({ entity }, index) =>
      entity === 'refused' ? [[['_entities', index], 'BAD_USER_INPUT']] : [],
    ),
  );
}

test.each(MALFORMED)('F49 %s is BAD_USER_INPUT of its item, without a call', async (_, representation) => {
  await check([workspace, { representation, entity: 'refused' }, team]);
  expect(await upstream.paths()).toEqual([]);
});

test('F49 any shuffle of good, repeated, missing and malformed ones keeps the order and each its own', async () => {
  const good = [invoice(1200), invoice(1150), invoice(1100), workspace, team];
  const some = fc.array(fc.constantFrom(...good, ...good, ...malformed), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(some, async (cases) => {
      await upstream.forget();
      await check(cases);
      const invoices = new Set(
        cases.filter(({ entity }) => entity !== 'refused' && entity && 'invoiceId' in entity),
      );
      // One alone is found by its neighbour, several on the newest page.
      expect(await upstream.paths()).toHaveLength([0, 2, 1, 1][invoices.size] as number);
    }),
    {
      numRuns: 60,
      examples: [[[workspace, ...malformed, invoice(1200), invoice(1200), team, invoice(1150)].slice(0, 40)]],
    },
  );
});

test('F49 an invoice that is gone is null, and its neighbours are there', async () => {
  await check([invoice(1200), gone, workspace, gone, invoice(1199)]);
});

test('A13 what is no key is neither trusted nor shown', async () => {
  const forged = {
    ...acme(1200),
    number: 'FORGED',
    total: { decimal: '0' },
    status: 'VOID',
    isAdmin: true,
    constructor: 'x',
    toString: 'x',
    billingAccount: { accountId: 'cus_acme_eu' },
  };
  const fields = '... on Invoice { number total { decimal } status billingAccount { accountId } }';
  const plain = await askEntities(api, [acme(1200)], fields);
  const { data, errors, text } = await askEntities(api, [forged], fields);
  expect([data, errors]).toEqual([plain.data, []]);
  expect(text).not.toMatch(/FORGED|isAdmin/);
});

test('A13 a key that would change what every object has is refused with the whole request', async () => {
  const body = `{"query":"{ __typename }","variables":{"representations":[{"__proto__":{"id":"ws_acme"}}]}}`;
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${api.url}/graphql`, { method: 'POST', headers, body });
  expect([response.status, await response.json()]).toMatchObject([
    400,
    { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
  ]);
});

test('F49 null is no representation, as the specification has it', async () => {
  const { data, errors } = await askEntities(api, [acme(1200), null], identity);
  expect(data).toBe(undefined);
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
  expect(await upstream.paths()).toEqual([]);
});

test('F49 A13 200 are taken, each further one is an error at its place', async () => {
  const many = (count: number): object[] => Array.from({ length: count }, (_, index) => acme(1200 - index));
  for (const count of [200, 202]) {
    await upstream.forget();
    const { data, errors } = await askEntities(api, many(count), '... on Invoice { invoiceId }');
    expect(data._entities).toEqual(
      many(count).map((_, index) => (index < 200 ? { invoiceId: acmeId(1200 - index) } : null)),
    );
    expect(errors.map(({ path, message, extensions }) => [path, message, extensions['code']])).toEqual(
      [200, 201].slice(0, count - 200).map((index) => {
        const message = 'Argument "representations": expected at most 200 in one operation.';
        return [['_entities', index], message, 'BAD_USER_INPUT'];
      }),
    );
    expect(await upstream.paths()).toHaveLength(1);
  }
});

test('F49 where both keys are given, the global id counts', async () => {
  const { data: listed } = await askEntities(api, [acme(1199)], '... on Invoice { id }');
  const both = { ...acme(1200), id: listed._entities[0].id };
  const { data, errors } = await askEntities(api, [both], '... on Invoice { invoiceId }');
  expect([data._entities, errors]).toEqual([[{ invoiceId: acmeId(1199) }], []]);
});

test('F49 T17 several fields of one operation share the 200', async () => {
  const half = Array.from({ length: 100 }, (_, index) => acme(1200 - index));
  const { data, errors } = await api.ask(
    `query ($r: [_Any!]!) { a: _entities(representations: $r) { __typename } b: _entities(representations: $r) { __typename } _service { sdl } }`,
    { variables: { r: half } },
  );
  expect([data.a.length, data.b.length, errors]).toEqual([100, 100, []]);
  const more = await api.ask(
    `query ($r: [_Any!]!) { a: _entities(representations: $r) { __typename } b: _entities(representations: $r) { __typename } }`,
    { variables: { r: [...half, acme(1)] } },
  );
  expect([more.data.a.length, more.data.b.indexOf(null)]).toEqual([101, 99]);
  expect(more.errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['b', 99], 'BAD_USER_INPUT'],
    [['b', 100], 'BAD_USER_INPUT'],
  ]);
});

test("A13 another tenant's invoice is what the provider says to this token, at its place", async () => {
  const foreign = altostrat('Invoice', 'ws_initech', 'cus_initech', 'in_initech_000001');
  const { data, errors } = await askEntities(api, [acme(1200), foreign], '... on Invoice { invoiceId }');
  expect(data._entities).toEqual([{ invoiceId: acmeId(1200) }, null]);
  expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['_entities', 1], 'FORBIDDEN'],
  ]);
});

test("F32 a provider without a credential costs no call, and the other's entities are there", async () => {
  const northflank = {
    ...key,
    provider: 'NORTHFLANK',
    workspaceId: null,
    accountId: 'team-n3',
    invoiceId: 'inv-1',
  };
  const { data, errors } = await askEntities(api, [northflank, acme(1200)], '... on Invoice { invoiceId }', {
    headers: {},
  });
  expect(data._entities).toEqual([null, { invoiceId: acmeId(1200) }]);
  expect(errors.map(({ path, extensions }) => [path, extensions['code'], extensions['provider']])).toEqual([
    [['_entities', 0], 'UNAUTHENTICATED', 'NORTHFLANK'],
  ]);
  expect((await upstream.paths()).every((path) => path.startsWith('/workspaces/ws_acme/'))).toBe(true);
});

test('F49 representations in the document itself are read alike', async () => {
  const { data, errors } = await api.ask(
    `{ _entities(representations: [{ __typename: "Workspace", id: "ws_acme" }, 3, { __typename: "Workspace", id: 3 }]) { __typename } }`,
    { headers: tokens },
  );
  expect(data._entities).toEqual([{ __typename: 'Workspace' }, null, null]);
  expect(errors.map(({ path }) => path)).toEqual([
    ['_entities', 1],
    ['_entities', 2],
  ]);
});
