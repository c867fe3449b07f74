/** As Apollo Server's documentation shows it: standalone, a REST data source, a loader. */
import { RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import { pathOf, PORT, resolvers, toConnection, typeDefs, UPSTREAM } from './shape.mjs';

class Invoices extends RESTDataSource {
  baseURL = UPSTREAM;
  #loader = new DataLoader((paths) =>
    Promise.all(paths.map((path) => this.get(path).then(toConnection, (error) => error))),
  );

  constructor(token) {
    super();
    this.token = token;
  }

  willSendRequest(_path, request) {
    request.headers.authorization = this.token;
  }

  load(account) {
    return this.#loader.load(pathOf(account));
  }
}

const server = new ApolloServer({ typeDefs, resolvers, introspection: false });
await startStandaloneServer(server, {
  listen: { port: PORT, host: '127.0.0.1' },
  context: async ({ req }) => {
    const invoices = new Invoices(req.headers.authorization ?? '');
    return { load: (account) => invoices.load(account) };
  },
});
