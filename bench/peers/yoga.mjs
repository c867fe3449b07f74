import { createServer } from 'node:http';
import { useGraphQlJit } from '@envelop/graphql-jit';
import { createSchema, createYoga } from 'graphql-yoga';
import { PORT, resolvers, typeDefs } from './shape.mjs';
import { createLoad } from './upstream.mjs';

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  plugins: [useGraphQlJit()],
  logging: false,
  graphiql: false,
  context: ({ request }) => ({ load: createLoad(request.headers.get('authorization')) }),
});
createServer(yoga).listen(PORT, '127.0.0.1');
