/**
 * What a gateway sends on from a client's request. The providers' tokens are for billing alone; no other subgraph gets
 * to see them. `ROUTER_SECRET` is how billing knows the gateway.
 *
 * @param {string} subgraph
 * @param {(name: string) => string | null | undefined} read a header of the client's request
 * @returns {Record<string, string>}
 */
export function headersFor(subgraph, read) {
  const names = [
    'x-request-id',
    ...(subgraph === 'billing' ? ['authorization', 'northflank-authorization'] : []),
  ];
  const headers = names.map((name) => [name, read(name)]).filter(([, value]) => typeof value === 'string');
  const { ROUTER_SECRET: secret } = process.env;
  if (subgraph === 'billing' && secret) headers.push(['router-authorization', secret]);
  return Object.fromEntries(headers);
}
