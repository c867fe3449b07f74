import { assertSame, fail } from './expect.js';
import type { UpstreamFault } from './counting-upstream.js';
import { ask, read } from './graph-client.js';
import { checkPaging, checkPagingUnderFaults, type ListedInvoices } from './paging-oracle.js';
import { ACCOUNT, VARIABLES, type ServedSubject } from './provider-subject.js';

function listOf({ graph, definition, account, invoiceIds }: ServedSubject): ListedInvoices {
  return { graph, account: { provider: definition.name, ...account }, invoiceIds };
}

function variablesOf({ definition, account }: ServedSubject): Readonly<Record<string, unknown>> {
  return { provider: definition.name, ...account };
}

/** @throws Error with what was expected and what came, where a list is not as the provider has it */
export async function listsItsInvoices(subject: ServedSubject): Promise<void> {
  await checkPaging(listOf(subject));
}

const MONEY = '{ currency amountMinor decimal }';
const FIGURES = `subtotal ${MONEY} discount ${MONEY} tax ${MONEY} total ${MONEY} amountDue ${MONEY} amountPaid ${MONEY} amountRemaining ${MONEY}`;
const FIELDS = `id invoiceId provider number status statusRaw currency createdAt dueAt hostedInvoiceUrl pdfUrl ${FIGURES}
  lines { nodes { description amount ${MONEY} quantity } } usage { resource amount ${MONEY} } reconciliation { ok }`;

const ROWS_MAX = 5;

interface Rows {
  readonly billingAccount: {
    readonly invoices: { readonly nodes: readonly ({ readonly id: string } | null)[] };
  };
}

/** Every field is a value or null, and all that is asked of an invoice is the same by its id. */
export async function findsItsInvoices(subject: ServedSubject): Promise<void> {
  const { graph, invoiceIds } = subject;
  const list = `query (${VARIABLES}) { ${ACCOUNT} { invoices(first: ${ROWS_MAX}) { nodes { ${FIELDS} } } } }`;
  const { billingAccount } = await read<Rows>(graph, list, variablesOf(subject));
  const rows = billingAccount.invoices.nodes;
  assertSame('number of invoices', rows.length, Math.min(ROWS_MAX, invoiceIds.length));
  const ids = rows.map((row) => row?.id ?? fail('An invoice', 'one that can be read', row));
  const byId = `query ($id: ID!, $ids: [ID!]!) { node(id: $id) { ... on Invoice { ${FIELDS} } } nodes(ids: $ids) { ... on Invoice { ${FIELDS} } } }`;
  const found = await read<{ node: unknown; nodes: unknown }>(graph, byId, { id: ids.at(-1), ids });
  assertSame('node(id:)', found.node, rows.at(-1));
  assertSame('nodes(ids:)', found.nodes, rows);
}

/** As many as the upstream has counted, no more than was predicted, and one for a page. */
export async function countsItsCalls(subject: ServedSubject): Promise<void> {
  const { costs } = subject.definition;
  const one = `{ invoices(first: ${costs.pageMax}) { nodes { invoiceId } } }`;
  const facts = '{ invoices(first: 1) { nodes { invoiceId } pageInfo { hasNextPage hasPreviousPage } } }';
  const oldest = '{ invoices(last: 2) { nodes { invoiceId } pageInfo { hasNextPage hasPreviousPage } } }';
  for (const fields of [one, facts, oldest, '{ name upcomingInvoice { status } }', '{ id }']) {
    subject.forget();
    const query = `query (${VARIABLES}) { ${ACCOUNT} ${fields} }`;
    const { cost, upstreamCalls, errors } = await ask(subject.graph, query, variablesOf(subject));
    assertSame(`errors of ${fields}`, errors, []);
    const counted = subject.callsMade() ?? upstreamCalls;
    assertSame(`x-upstream-calls of ${fields}, beside what came to the upstream`, upstreamCalls, counted);
    if (!cost || cost.actualCalls > cost.predictedCalls)
      fail(`Calls of ${fields}, which \`costs\` predicts`, cost?.predictedCalls, cost?.actualCalls);
    if (fields === one) assertSame('upstream calls of one page', upstreamCalls, 1);
    if (fields === '{ id }') assertSame('upstream calls of an id', upstreamCalls, 0);
  }
}

/** What is made again behind the scenes, and what is not: a client has to go on by himself. */
const PASSING_FAULTS: readonly UpstreamFault[] = ['reset', { status: 403, body: {} }, 'html', 'truncate'];

/** @throws Error with what was expected and what came, where the client loses or repeats an invoice that way */
export async function goesOnAfterFailures(subject: ServedSubject): Promise<void> {
  const { upstream } = subject;
  if (!upstream) return;
  let broken = 0;
  await checkPagingUnderFaults(listOf(subject), () => {
    upstream.clearFaults();
    upstream.fault(PASSING_FAULTS[broken % PASSING_FAULTS.length] ?? 'reset');
    broken += 1;
  });
  upstream.clearFaults();
}

/** In none of a provider's texts is anything of it. */
const PLANTED = 'planted-text-of-the-provider';

/** What is told of a failure is a code of the list, the provider's name, and nothing of what it wrote. */
export async function tellsItsFailures(subject: ServedSubject): Promise<void> {
  const { upstream, definition } = subject;
  if (!upstream) return;
  const body = { message: PLANTED, error: { code: 'x', message: PLANTED } };
  const faults = [
    ['a refused token', { status: 401, body }, 'UNAUTHENTICATED'],
    ['a token without rights', { status: 403, body }, 'FORBIDDEN'],
    ['a page of HTML', 'html', 'UPSTREAM_INVALID_RESPONSE'],
    ['a failure', { status: 500, body }, 'UPSTREAM_UNAVAILABLE'],
    ['a limit', { status: 429, headers: { 'retry-after': '30' }, body }, 'RATE_LIMITED'],
  ] as const;
  const list = `query (${VARIABLES}) { ${ACCOUNT} { invoices(first: 1) { nodes { invoiceId } } } }`;
  for (const [what, fault, code] of faults) {
    // As often as it may be asked again.
    upstream.fault(fault, 3);
    const { errors, text } = await ask(subject.graph, list, variablesOf(subject));
    upstream.clearFaults();
    const told = errors.map(({ extensions }) => [extensions['code'], extensions['provider']]);
    assertSame(`code and provider of ${what}`, told, [[code, definition.name]]);
    if (text.includes(PLANTED)) fail(`The answer for ${what}`, "nothing of the provider's own text", text);
  }
}
