/**
 * The settings of the program as an object: `MAX_PAGE_SIZE` of docs/settings.md is `maxPageSize`, with the same default.
 * Nothing is read from the environment. Left out, or undefined: the default.
 */
export interface Settings {
  /** Address to listen on. Default `127.0.0.1`. */
  readonly host?: string | undefined;
  /** Default 4000; 0: a free one. */
  readonly port?: number | undefined;
  /** Port of `/healthz`, `/readyz` and `/metrics`, which are then nowhere else. */
  readonly adminPort?: number | undefined;
  /** `production` changes the defaults of `upstreams`, `graphiql`, `introspection` and `callCost`. */
  readonly nodeEnv?: string | undefined;
  /** `sandbox`: embedded emulators stand in for the providers that they know; `live`: the real ones. Default `sandbox`. */
  readonly upstreams?: 'sandbox' | 'live' | undefined;
  /** Bases of the providers' APIs, by name. One that stands here is live, whatever `upstreams` is. */
  readonly urls?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds for one upstream call. Default 10,000. */
  readonly upstreamTimeoutMs?: number | undefined;
  /** Milliseconds for one GraphQL operation. Default 30,000. */
  readonly operationTimeoutMs?: number | undefined;
  /** Upstream calls that one operation may make. Default 25. */
  readonly maxUpstreamCalls?: number | undefined;
  /** Upstream calls of one credential under way at once. Default 24. */
  readonly callsAtOncePerCredential?: number | undefined;
  /** Upstream calls to one provider under way at once. Default 512. */
  readonly callsAtOncePerProvider?: number | undefined;
  /** Upstream calls that one credential may make in a minute. Default: as many as its provider lets it. */
  readonly callsPerMinutePerCredential?: number | undefined;
  /** Milliseconds that a caller's own final pages are kept, 0 for not at all. Default 60,000. */
  readonly cacheMaxAgeMs?: number | undefined;
  /** Milliseconds that anything else is kept. Default 0. */
  readonly cacheListMs?: number | undefined;
  /** Bytes that are kept in all. Default 64 MiB. */
  readonly cacheBytes?: number | undefined;
  /** Store that replicas share, `redis://` or `rediss://`. */
  readonly redisUrl?: string | undefined;
  /** Largest `first` or `last`. Default 1000. */
  readonly maxPageSize?: number | undefined;
  /** Bytes of the largest request body. Default 256 KiB. */
  readonly maxBodyBytes?: number | undefined;
  /** Connections at once. Default 1024. */
  readonly maxConnections?: number | undefined;
  /** Operations under way at once. Default 1024. */
  readonly maxOperations?: number | undefined;
  /** Milliseconds between two looks at a list that somebody has subscribed to. Default 30,000. */
  readonly livePollMs?: number | undefined;
  /** Looks in a minute for all lists of one credential. Default 20. */
  readonly livePollsPerMinute?: number | undefined;
  /** Streams that one credential may have open. Default 10. */
  readonly liveStreamsPerCredential?: number | undefined;
  /** Streams open in all. Default 500. */
  readonly liveStreamsMax?: number | undefined;
  /** Milliseconds of silence before a stream says that it is there. Default 12,000. */
  readonly liveHeartbeatMs?: number | undefined;
  /** Whether the page at `/` is served. Default: where `nodeEnv` is not `production`. */
  readonly graphiql?: boolean | undefined;
  /** Whether introspection is answered. Default: where `nodeEnv` is not `production`. */
  readonly introspection?: boolean | undefined;
  /** Whether queries are made into code. Default true. */
  readonly compileQueries?: boolean | undefined;
  /** Whether answers have `extensions.cost`. Default: where `nodeEnv` is not `production`. */
  readonly callCost?: boolean | undefined;
  /** Any one of them opens `_service` and `_entities`; none: they are open to everybody. */
  readonly routerSecret?: readonly string[] | undefined;
  /** What providers sign their webhooks with, by the provider's name; of those that are left out, none is taken. */
  readonly webhookSecrets?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Whether routers get `Query.node` and `Query.nodes` from here. Default false. */
  readonly subgraphNode?: boolean | undefined;
  /** Whether the SDL for routers declares `@authenticated`. Default false. */
  readonly subgraphAuthenticated?: boolean | undefined;
  /** A file of documents that may be asked by their ids; it is read once, when the server begins to listen. */
  readonly trustedDocuments?: string | undefined;
  /** Whether no other document is answered. Default false. */
  readonly trustedDocumentsOnly?: boolean | undefined;
  /** Origins of pages that may call from browsers, exact, such as `https://app.example`. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Whose tokens are good; with the next two, or none of them. */
  readonly jwtIssuer?: string | undefined;
  /** For whom tokens must be made. */
  readonly jwtAudience?: string | undefined;
  /** Where the issuer's public keys are. */
  readonly jwksUrl?: string | undefined;
  /** Of what `log` is told. Default `info`. */
  readonly logLevel?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent' | undefined;
}
