import type { FastifyServerOptions } from 'fastify';

/**
 * For every Fastify of ours: routes read and write their own bodies. The compilers of schemas, which none of them has, would be an
 * eighth of the program, and are left out of it.
 */
export const noSchemas: Required<Pick<FastifyServerOptions, 'schemaController'>> = {
  schemaController: { compilersFactory: { buildValidator: refuse, buildSerializer: refuse } },
};

function refuse(): never {
  throw new Error('A route has a schema.');
}
