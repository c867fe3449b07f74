import { createServer, type Server } from 'node:http';

/** A request that is still arriving after this long is broken off; no operation is that large. */
export const REQUEST_TIMEOUT_MS = 15_000;

/** How often Node looks for requests whose time is up, and we for clients that do not read. */
export const LOOK_MS = 1000;

/** Longer than proxies keep an idle connection, so that none is closed under a request on its way. */
const KEEP_ALIVE_MS = 72_000;

/**
 * Node's server, bounded in what a request may take to arrive. Of two limits Node takes the larger for the whole
 * request and the smaller for its head, whichever is which, and looks every half minute: 15 s for the whole beside the
 * head's default of a minute were up to 90.
 */
export function createBoundedServer(): Server {
  return createServer({
    headersTimeout: REQUEST_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: LOOK_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Answered by our own check, in words.
    requireHostHeader: false,
  });
}
