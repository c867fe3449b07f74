import type { Api, Asking, GraphqlAnswer } from './api.js';

/** What a router sends for one entity: its type and the fields of a key, or whatever a hostile caller makes of it. */
export type Representation = unknown;

export const tokens = { 'northflank-authorization': 'Bearer sandbox-northflank' };

/** Asks for entities as a router does, with the tokens of both providers. */
export async function askEntities(
  api: Api,
  representations: readonly Representation[],
  fields: string,
  asking: Asking = {},
): Promise<GraphqlAnswer> {
  return api.ask(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${fields} } }`,
    {
      headers: tokens,
      ...asking,
      variables: { representations },
    },
  );
}

/** The natural key of an invoice, account or workspace of Altostrat. */
export function altostrat(
  __typename: 'BillingAccount' | 'Invoice',
  workspaceId: string,
  accountId: string,
  invoiceId?: string,
): object {
  return { __typename, provider: 'ALTOSTRAT', workspaceId, accountId, ...(invoiceId && { invoiceId }) };
}

/** An invoice of the sandbox's largest account, by its ordinal: 1200 is the newest. */
export function acme(ordinal: number): object {
  return altostrat('Invoice', 'ws_acme', 'cus_acme_us', acmeId(ordinal));
}

export function acmeId(ordinal: number): string {
  return `in_acme_us_${String(ordinal).padStart(6, '0')}`;
}
