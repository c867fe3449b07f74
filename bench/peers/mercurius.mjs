import fastify from 'fastify';
import mercurius from 'mercurius';
import { PORT, resolvers, typeDefs } from './shape.mjs';
import { createLoad } from './upstream.mjs';

const app = fastify({ logger: false });
app.register(mercurius, {
  schema: typeDefs,
  resolvers,
  jit: 1,
  graphiql: false,
  context: ({ headers }) => ({ load: createLoad(headers.authorization) }),
});
await app.listen({ port: PORT, host: '127.0.0.1' });
