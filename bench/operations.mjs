/** What is asked: documents in the product's graph, the variables of one of a hundred accounts, and its cost in calls. */
const ACCOUNTS = 100;
const FAN = 10;

const SUMMARY = 'nodes { invoiceId status total { amountMinor } }';
const DEEP = `nodes {
  invoiceId accountId status currency createdAt dueAt number discountNames hostedInvoiceUrl pdfUrl
  amountDue { amountMinor } amountPaid { amountMinor } subtotal { amountMinor } total { amountMinor }
  tax { amountMinor } discount { amountMinor }
  lines { nodes {
    lineId description amount { amountMinor currency } quantity priceId unitAmount { amountMinor } productName
  } }
} pageInfo { hasNextPage endCursor }`;

const account = (variable) =>
  `billingAccount(provider: ALTOSTRAT, workspaceId: $ws, accountId: $${variable})`;
const page = (name, selection, first) =>
  `query ${name}($ws: ID!, $ba: ID!) { ${account('ba')} { invoices(first: ${first}) { ${selection} } } }`;
const nameOf = (index) => `cus_${String(index % ACCOUNTS).padStart(4, '0')}`;
const oneAccount = (index) => ({ ws: 'ws_1', ba: nameOf(index) });
const numbers = (count) => Array.from({ length: count }, (_, index) => index);

const fanArguments = numbers(FAN).map((index) => `$a${index}: ID!`);
const fanFields = numbers(FAN).map(
  (index) => `a${index}: ${account(`a${index}`)} { invoices(first: 5) { ${SUMMARY} } }`,
);
const duplicates = numbers(5).map(
  (index) => `d${index}: ${account('ba')} { invoices(first: 20) { ${SUMMARY} } }`,
);

const Q1 = {
  title: 'a page of twenty, six fields',
  query: page(
    'Page',
    'nodes { invoiceId number status total { amountMinor } currency createdAt } pageInfo { hasNextPage endCursor }',
    20,
  ),
  variables: oneAccount,
  calls: 1,
};

/** Those that every peer answers. */
export const operations = {
  Q1,
  Q2: {
    title: 'the same, all fields and lines',
    query: page('Deep', DEEP, 20),
    variables: oneAccount,
    calls: 1,
  },
  Q3: {
    title: 'ten accounts, five invoices each',
    query: `query Fan($ws: ID!, ${fanArguments.join(', ')}) { ${fanFields.join(' ')} }`,
    variables: (index) => ({
      ws: 'ws_1',
      ...Object.fromEntries(numbers(FAN).map((at) => [`a${at}`, nameOf(index * FAN + at)])),
    }),
    calls: FAN,
  },
  Q4: {
    title: 'one account under five names',
    query: `query Dup($ws: ID!, $ba: ID!) { ${duplicates.join(' ')} }`,
    variables: oneAccount,
    calls: 1,
  },
  Q5: { title: 'nothing of a provider', query: 'query None { __typename }', variables: () => ({}), calls: 0 },
  Q6: {
    title: 'two hundred invoices with lines',
    query: page('Large', DEEP, 200),
    variables: oneAccount,
    calls: 1,
  },
  Q8: { ...Q1, title: 'one key again and again', isHot: true, calls: undefined },
};

/** Those that only a graph can be asked, so ours alone: shapes that nothing was made for. */
export const ownOperations = {
  Q7: {
    title: 'a hundred entities',
    path: '/subgraph',
    query: `query Entities($all: [_Any!]!) { _entities(representations: $all) { ... on Invoice { invoiceId status total { amountMinor } } } }`,
    variables: (index) => ({
      all: numbers(100).map((at) => ({
        __typename: 'Invoice',
        provider: 'ALTOSTRAT',
        workspaceId: 'ws_1',
        accountId: nameOf(index),
        invoiceId: invoiceIdOf(index % ACCOUNTS, at),
      })),
    }),
    calls: 1,
  },
  edges: {
    title: 'edges with cursors',
    query: page('Edges', 'edges { cursor node { id number } } pageInfo { startCursor endCursor }', 20),
    variables: oneAccount,
    calls: 1,
  },
  money: {
    title: 'decimals and formatted money',
    query: page(
      'Money',
      'nodes { total { decimal formatted(locale: "de-DE") } amountRemaining { decimal } }',
      20,
    ),
    variables: oneAccount,
    calls: 1,
  },
  fragments: {
    title: 'fragments on types and interfaces, conditions',
    query: `query Fragments($ws: ID!, $ba: ID!, $more: Boolean = true) { ${account('ba')} { invoices { nodes { ...F ... on InvoiceFigures { status currency } number @include(if: $more) } } } } fragment F on Invoice { __typename id total { ...M } } fragment M on Money { amountMinor currency exponent }`,
    variables: oneAccount,
    calls: 1,
  },
  lines: {
    title: 'paged lines',
    query: page(
      'Lines',
      'nodes { lines(first: 2) { edges { cursor node { description } } pageInfo { hasNextPage } complete } }',
      20,
    ),
    variables: oneAccount,
    calls: 1,
  },
};

/** As the emulator numbers them. */
export function invoiceIdOf(account, index) {
  return `in_${String(account).padStart(4, '0')}Oabcdefghijk${String(index).padStart(4, '0')}`;
}

/** One body for each account. */
export function bodiesOf({ query, variables, isHot }) {
  const [, operationName] = /query (\w+)/.exec(query);
  return numbers(isHot ? 1 : ACCOUNTS).map((index) =>
    JSON.stringify({ query, operationName, variables: variables(index) }),
  );
}
