import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { toHeaders, type Credentials } from './credentials';
import { invoicePages } from './invoice-pages';
import { noteQuestions } from './last-question';

declare module '@apollo/client' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- Apollo Client's own way to tell the types of its hooks.
  namespace ApolloClient.DeclareDefaultOptions {
    interface WatchQuery {
      errorPolicy: 'all';
    }
  }
}

/**
 * A client for these tokens alone: other tokens get another client, and so another cache. The API is on the page's own
 * origin, behind a proxy, so that the browser asks for no CORS.
 */
export function createClient(credentials: Credentials): ApolloClient {
  return new ApolloClient({
    link: ApolloLink.from([
      noteQuestions(),
      // A subscription goes over the same link, as multipart over HTTP.
      new HttpLink({ uri: '/graphql', headers: toHeaders(credentials) }),
    ]),
    cache: new InMemoryCache({
      typePolicies: {
        Query: { fields: { invoices: invoicePages } },
        Invoice: { fields: { lines: relayStylePagination() } },
      },
    }),
    // Half an answer is worth showing, with what is wrong beside it.
    defaultOptions: {
      watchQuery: { errorPolicy: 'all' },
    },
  });
}
