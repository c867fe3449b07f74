import { assertSame, fail } from './expect.js';
import { ask, read, type GraphAnswer } from './graph-client.js';
import { ACCOUNT, VARIABLES, type ServedSubject } from './provider-subject.js';

const LIST = `query (${VARIABLES}) { ${ACCOUNT} { invoices(first: 1) { nodes { invoiceId } } } }`;

function variablesOf(
  { definition }: ServedSubject,
  account: ServedSubject['account'],
): Readonly<Record<string, unknown>> {
  return { provider: definition.name, ...account };
}

function assertCode(what: string, { errors }: GraphAnswer, code: string): void {
  assertSame(`codes of ${what}`, [...new Set(errors.map(({ extensions }) => extensions['code']))], [code]);
}

function assertNotCalled(what: string, subject: ServedSubject): void {
  assertSame(`upstream calls of ${what}`, subject.callsMade() ?? 0, 0);
}

/** @throws Error with what was expected and what came, where one is asked for, or is refused in other words */
export async function refusesImpossibleAccounts(subject: ServedSubject): Promise<void> {
  subject.forget();
  const answer = await ask(subject.graph, LIST, variablesOf(subject, subject.impossibleAccount));
  assertCode('an account that there cannot be', answer, 'BAD_USER_INPUT');
  assertNotCalled('an account that there cannot be', subject);
}

/** @throws Error with what was expected and what came, where a caller without one is answered, or a call is made */
export async function asksForItsCredential(subject: ServedSubject): Promise<void> {
  subject.forget();
  const nobody = { ...subject.graph, headers: {} };
  const answer = await ask(nobody, LIST, variablesOf(subject, subject.account));
  assertCode('a caller without a credential', answer, 'UNAUTHENTICATED');
  const { credentialHeader } = subject.definition;
  const [error] = answer.errors;
  if (!error?.message.includes(credentialHeader))
    fail('The message to a caller without a credential', `"${credentialHeader}" in it`, error?.message);
  assertNotCalled('a caller without a credential', subject);
}

/** @throws Error with what was expected and what came, where it is not `NOT_FOUND` */
export async function tellsThatAnAccountIsMissing(subject: ServedSubject): Promise<void> {
  const answer = await ask(subject.graph, LIST, variablesOf(subject, subject.missingAccount));
  assertCode('an account that is not there', answer, 'NOT_FOUND');
}

const PROFILE = `query (${VARIABLES}) { ${ACCOUNT} {
  id provider workspaceId accountId name email currency createdAt
  subscriptions { nodes { id status currency } }
  upcomingInvoice { status total { decimal } }
} }`;

/** Null where it knows nothing; an error is no way to say so. */
export async function describesItsAccount(subject: ServedSubject): Promise<void> {
  const variables = variablesOf(subject, subject.account);
  const { billingAccount } = await read<{
    billingAccount: { id: string; provider: string; accountId: string | null };
  }>(subject.graph, PROFILE, variables);
  const { id, provider, accountId } = billingAccount;
  assertSame(
    'provider and accountId',
    [provider, accountId],
    [subject.definition.name, subject.account.accountId ?? null],
  );
  const { node } = await read<{ node: unknown }>(
    subject.graph,
    'query ($id: ID!) { node(id: $id) { ... on BillingAccount { provider accountId } } }',
    { id },
  );
  assertSame('node(id:) of the account', node, { provider, accountId });
}
