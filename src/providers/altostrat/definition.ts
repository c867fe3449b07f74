import type { ProviderDefinition } from '../provider.js';
import { AltostratClient } from './client.js';
import { altostratDocuments } from './documented.js';
import { isAltostratInvoiceId, parseAltostratAccount, parseAltostratList } from './ids.js';
import { PAGE_MAX } from './invoice-pages.js';
import { usualPolicies } from '../../transport/usual-policies.js';
import { readRefusals } from './refusals.js';
import { AltostratSource } from './source.js';
import { webhook } from './webhook.js';

/** Altostrat's billing API, which is Laravel in front of Stripe. */
export const altostrat: ProviderDefinition = {
  name: 'ALTOSTRAT',
  description: 'Altostrat: workspaces hold billing accounts, which are Stripe customers.',
  credentialHeader: 'authorization',
  hasVerifiableTokens: true,
  baseUrl: { variable: 'ALTOSTRAT_URL', default: 'https://v1.api.altostrat.io' },
  sandbox: {
    token: 'sandbox-altostrat',
    question:
      '{ billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us") ' +
      '{ invoices(first: 3) { nodes { number status total { formatted } } } } }',
  },
  hasWorkspaces: true,
  parseAccount: parseAltostratAccount,
  parseAccountList: parseAltostratList,
  isInvoiceId: isAltostratInvoiceId,
  http: { policies: usualPolicies, readRefusals, documents: altostratDocuments },
  costs: {
    pageMax: PAGE_MAX,
    readsBackward: true,
    fetchesById: () => false,
    accountsMax: Number.POSITIVE_INFINITY,
    profile: 1,
    subscriptions: 1,
    upcoming: 1,
  },
  webhook,
  connect: (call, transport, now) => new AltostratSource(new AltostratClient(transport, call), now),
};
