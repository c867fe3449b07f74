/** What is known of versions, so that it can be checked without a network. Checked in development too. */

/** Where a package is installed, in whatever place, its version lies in the range. */
export const floors = [
  {
    name: '@apollo/server',
    range: '>=5.5.0 <6',
    required: true,
    why: 'GHSA-9q82-xgwf-vj6h, a GET that a foreign page may send',
  },
  {
    name: 'graphql',
    range: '>=16.15.0 <17',
    required: true,
    why: 'CVE-2023-26144; 17 is refused by Apollo Server 5',
  },
  { name: 'undici', range: '>=7.18.2', required: true, why: 'CVE-2026-22036, chains of compressed answers' },
  { name: 'jose', range: '>=6', why: 'older lines are not maintained' },
  { name: 'node-fetch', range: '>=2.6.7', why: 'CVE-2022-0235, credentials that follow redirects' },
  { name: 'class-validator', range: '>=0.14.3', why: 'older ones let unknown values pass' },
  { name: 'fastify', range: '>=5.3.2', why: 'CVE-2025-32442, a body of another type than was checked' },
  { name: 'ws', range: '>=8.17.1', why: 'CVE-2024-37890, a request with many headers ends the process' },
  { name: 'jsonwebtoken', range: '>=9', why: 'CVE-2022-23540, tokens that nobody signed' },
];

/** Packages that exist once: two copies of graphql do not know each other's types. */
export const singles = ['graphql'];

/** Given up by their authors. A lock file says so only where the registry did. */
export const deprecated = {
  'apollo-datasource-rest': 'use @apollo/datasource-rest',
  'apollo-server': 'use @apollo/server',
  'apollo-server-core': 'use @apollo/server',
  'apollo-server-express': 'use @apollo/server',
  'apollo-server-fastify': 'use @apollo/server',
  'express-graphql': 'use graphql-http',
  'lodash.get': 'use ?. of the language',
  request: 'use undici',
  'subscriptions-transport-ws': 'use graphql-ws',
};

/** Deprecated ones that are installed all the same, and why. */
export const accepted = {
  'lodash.get':
    'graphql-query-complexity 2.0.0 and 1.1.1 import it; it reads a default value, and holds no known fault',
};
