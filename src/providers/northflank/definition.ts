import type { ProviderDefinition } from '../provider.js';
import { NorthflankClient } from './client.js';
import { northflankDocuments } from './documented.js';
import { parseNorthflankAccount, parseNorthflankList } from './ids.js';
import { isNorthflankInvoiceId, parseDerivedId } from './invoice-id.js';
import { usualPolicies } from '../../transport/usual-policies.js';
import { readRefusals } from './refusals.js';
import { NorthflankSource } from './source.js';
import { detailFields } from './to-invoice.js';
import { PAGE_ROWS } from './wire.js';

/** Northflank's billing API, in whichever of its generations an account gets. Paths below its base begin with `/v1`. */
export const northflank: ProviderDefinition = {
  name: 'NORTHFLANK',
  description: 'Northflank: the account of the token itself, or one of its teams.',
  credentialHeader: 'northflank-authorization',
  baseUrl: { variable: 'NORTHFLANK_URL', default: 'https://api.northflank.com' },
  sandbox: {
    token: 'sandbox-northflank',
    question:
      '{ billingAccount(provider: NORTHFLANK, accountId: "team-n3") ' +
      '{ invoices(first: 3) { nodes { invoiceId status total { formatted } } } } }',
  },
  hasWorkspaces: false,
  parseAccount: parseNorthflankAccount,
  parseAccountList: parseNorthflankList,
  isInvoiceId: isNorthflankInvoiceId,
  http: { policies: usualPolicies, readsQuota: true, readRefusals, documents: northflankDocuments },
  costs: {
    pageMax: PAGE_ROWS,
    readsBackward: false,
    fetchesById: (invoiceId) => parseDerivedId(invoiceId) === undefined,
    detailFields,
    accountsMax: PAGE_ROWS,
    profile: 0,
    subscriptions: 0,
    upcoming: 2,
  },
  connect: (call, transport, now) => new NorthflankSource(new NorthflankClient(transport, call), now),
};
