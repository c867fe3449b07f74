/** The limit: the same calls and the same answers, without GraphQL. */
import { createServer } from 'node:http';
import { pathOf, PORT, toInvoice, toMoney, toPageInfo } from './shape.mjs';
import { get } from './upstream.mjs';

const pageOf = ({ ws, ba }, first = 20) => pathOf({ workspaceId: ws, accountId: ba, first });
const toSummary = ({ id, status, total, currency }) => ({
  invoiceId: id,
  status: status.toUpperCase(),
  total: toMoney(total, currency.toUpperCase()) && { amountMinor: String(total) },
});
const onlyMinor = (money) => money && { amountMinor: money.amountMinor };

/** What the operations select, picked by hand. */
const operations = {
  None: async () => ({ __typename: 'Query' }),
  Page: async (variables, token) => {
    const page = await get(pageOf(variables), token);
    const nodes = page.data.map((row) => ({
      invoiceId: row.id,
      number: row.number,
      status: row.status.toUpperCase(),
      total: row.total === null ? null : { amountMinor: String(row.total) },
      currency: row.currency.toUpperCase(),
      createdAt: row.created_at,
    }));
    return { billingAccount: { invoices: { nodes, pageInfo: toPageInfo(page) } } };
  },
  Deep: async (variables, token) => deep(await get(pageOf(variables), token)),
  Large: async (variables, token) => deep(await get(pageOf(variables, 200), token)),
  Fan: async (variables, token) => {
    const accounts = Object.keys(variables).filter((name) => name.startsWith('a'));
    const pages = await Promise.all(
      accounts.map((name) => get(pageOf({ ws: variables.ws, ba: variables[name] }, 5), token)),
    );
    return Object.fromEntries(
      accounts.map((name, index) => [name, { invoices: { nodes: pages[index].data.map(toSummary) } }]),
    );
  },
  Dup: async (variables, token) => {
    const page = await get(pageOf(variables), token);
    const names = ['d0', 'd1', 'd2', 'd3', 'd4'];
    return Object.fromEntries(names.map((name) => [name, { invoices: { nodes: page.data.map(toSummary) } }]));
  },
};

function deep(page) {
  const nodes = page.data.map((row) => {
    const invoice = toInvoice(row);
    for (const name of ['amountDue', 'amountPaid', 'subtotal', 'total', 'tax', 'discount'])
      invoice[name] = onlyMinor(invoice[name]);
    for (const line of invoice.lines.nodes) line.unitAmount = onlyMinor(line.unitAmount);
    return invoice;
  });
  return { billingAccount: { invoices: { nodes, pageInfo: toPageInfo(page) } } };
}

createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    try {
      const { operationName, variables } = JSON.parse(Buffer.concat(chunks).toString());
      const text = JSON.stringify({
        data: await operations[operationName](variables, request.headers.authorization),
      });
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(text),
      };
      response.writeHead(200, headers).end(text);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
}).listen(PORT, '127.0.0.1');
