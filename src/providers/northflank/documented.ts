import { documentsOf, type Documented } from '../../wire/documented.js';

/**
 * What Northflank's documents say that its objects have, all five generations taken together: an account may change from one
 * to the next any day. The newest documents do not show what is in `paas` and `byoc`, so nothing in these is news.
 */
const object = documentsOf('NORTHFLANK');

const period = object('period', ['start', 'end']);

/** Prices by resource. */
const price = object('price', ['total', 'cpu', 'memory', 'storage', 'gpu', 'vcpu', 'gpuMemory', 'cluster']);

const resource = object('resource', ['id', 'name'], { price });
const resourceType = object('resourceType', ['resourceType'], { price, resources: resource });

/** What the first generation breaks a project down into. */
const typeTotal = object('typeTotal', ['duration'], { price });
const typeTotals = object('typeTotals', [], { addon: typeTotal, job: typeTotal, service: typeTotal });
const item = object('item', ['nfObjectId', 'nfObjectType', 'duration'], { price });

const project = object('project', ['id', 'projectId', 'name', 'duration'], {
  price,
  resourceTypes: resourceType,
  objectTypeTotals: typeTotals,
  items: item,
});

const teamUsage = object('usage', [], { price, projects: project });
const team = object('team', ['id', 'name'], { price, usage: teamUsage, projects: project });

export const lineDocument = object('line', ['title', 'total', 'base', 'proration']);

/** A row of a list, an answer about one invoice, or a preview. */
export const invoiceDocument = object(
  'invoice',
  ['id', 'currency', 'status', 'total', 'subTotal', 'paid', 'discount', 'paas', 'byoc'],
  {
    period,
    paasUsage: object('usage', [], { price, teams: team }),
    byocUsage: object('usage', [], { price }),
    projects: project,
    lineItems: lineDocument,
    discounts: object('discounts', ['total']),
    tax: object('tax', ['percent', 'value', 'amount']),
  },
);

/** Of a list, and in one generation beside an invoice, for its breakdown. */
const pagination = object('pagination', ['hasNextPage', 'cursor', 'count']);

export const listDocument = object('list', [], {
  data: object('list', [], { invoices: invoiceDocument }),
  pagination,
});
export const answerDocument = object('answer', [], { data: invoiceDocument, pagination });

/** A team, in the list of those that a token can see. */
export const teamDocument = object('team', ['id', 'name']);

export const teamListDocument = object('list', [], {
  data: object('list', [], { teams: teamDocument }),
  pagination,
});

/** Documented words of a status that are none of Stripe's, and none of ours. */
export const otherStatuses: ReadonlySet<string> = new Set(['payment_failed']);

/** What each route answers with. */
export const northflankDocuments: ReadonlyMap<string, Documented> = new Map([
  ['teams', teamListDocument],
  ['billing/invoices', listDocument],
  ['billing/invoices/{id}', answerDocument],
  ['billing/invoices/details', answerDocument],
]);
