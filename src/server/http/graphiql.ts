import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

export interface GraphiqlOptions {
  /** Where the page sends operations, on its own origin, by POST. */
  graphqlPath: string;
  /** First content of the Headers tab; none gives a skeleton to fill in. Whoever may open the page can read them. */
  headers: Record<string, string>;
  /** What scripts/build-graphiql.mjs wrote: dist/graphiql. */
  directory: string;
}

const ASSETS_PATH = '/graphiql/';

/** Every name holds a hash of its content, so a copy is good for as long as caches keep anything: a year. */
const ASSETS_CACHE_CONTROL = 'public, max-age=31536000, immutable';

const MEDIA_TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Smallest first, with the suffix that the build gives the compressed file. */
const ENCODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;

/**
 * Everything from our own server, nothing inline but styles: the editor inserts its syntax colours as style elements
 * that take no nonce. Images may be `data:` because the editor's sheet holds its squiggles so.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS_SKELETON = { Authorization: 'Bearer ' };

const assetName = z.string().regex(/^[\w-]+(\.[\w-]+)+$/);

/** assets.json: the parts the page needs. */
const Manifest = z.object({
  script: assetName,
  style: assetName,
  preload: z.array(assetName),
  icon: assetName,
  workers: z.object({ editor: assetName, json: assetName, graphql: assetName }),
  examples: z.array(z.object({ query: z.string(), variables: z.string().optional() })),
  examplesVersion: z.string(),
  /** Every asset, with the encodings it also lies there in. */
  files: z.record(assetName, z.array(z.enum(['br', 'gzip']))),
});
type Manifest = z.infer<typeof Manifest>;

/**
 * GraphiQL at `GET /`, its assets under `/graphiql/`. Where the assets were never built, the API is left to start and
 * the page says with status 503 what to run.
 */
export async function registerGraphiql(app: FastifyInstance, options: GraphiqlOptions): Promise<void> {
  const manifest = await readManifest(options.directory);
  if (!manifest) {
    const message =
      'GraphiQL is not built: run "npm run build" (or "node scripts/build-graphiql.mjs") and start again. ' +
      `The API itself answers at ${options.graphqlPath}.`;
    app.log.warn(message);
    app.get('/', (_request, reply) => reply.code(503).type('text/plain; charset=utf-8').send(`${message}\n`));
    return;
  }

  const page = createPage(manifest, options);
  app.get('/', (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .header('cache-control', 'no-cache') // it names the assets of this build
      .header('referrer-policy', 'no-referrer')
      .header('x-content-type-options', 'nosniff')
      .send(page),
  );

  // A list of names from the build, rather than a directory to look into: nothing else can be asked for.
  const files = new Map(Object.entries(manifest.files));
  app.get<{ Params: { name: string } }>(`${ASSETS_PATH}:name`, async (request, reply) => {
    const { name } = request.params;
    const encodings = files.get(name);
    if (!encodings) return reply.callNotFound();

    const accepted = request.headers['accept-encoding'] ?? '';
    const encoding = ENCODINGS.find(
      (each) => encodings.includes(each.name) && isAccepted(each.name, accepted),
    );
    if (encoding) reply.header('content-encoding', encoding.name);
    return reply
      .type(MEDIA_TYPES[extname(name)] ?? 'application/octet-stream')
      .header('cache-control', ASSETS_CACHE_CONTROL)
      .header('vary', 'accept-encoding')
      .header('x-content-type-options', 'nosniff')
      .send(await readFile(join(options.directory, 'assets', `${name}${encoding?.suffix ?? ''}`)));
  });
}

function isAccepted(encoding: string, acceptEncoding: string): boolean {
  return acceptEncoding.split(',').some((part) => {
    const [name, weight] = part.split(';').map((text) => text.trim().toLowerCase());
    return name === encoding && !/^q=0(\.0*)?$/.test(weight ?? '');
  });
}

/** Null where nothing was built. A manifest that does not fit this server is a fault of the build, and throws. */
async function readManifest(directory: string): Promise<Manifest | null> {
  const path = join(directory, 'assets.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return Manifest.parse(JSON.parse(text));
}

function createPage(manifest: Manifest, { graphqlPath, headers }: GraphiqlOptions): string {
  const toUrl = (name: string) => `${ASSETS_PATH}${name}`;
  const configuration = {
    graphqlPath,
    headers: Object.keys(headers).length > 0 ? headers : HEADERS_SKELETON,
    examples: manifest.examples,
    examplesVersion: manifest.examplesVersion,
    workers: {
      editor: toUrl(manifest.workers.editor),
      json: toUrl(manifest.workers.json),
      graphql: toUrl(manifest.workers.graphql),
    },
  };
  const preloads = manifest.preload.map((name) => `    <link rel="modulepreload" href="${toUrl(name)}">`);

  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>billing-graphql</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" type="image/svg+xml" href="${toUrl(manifest.icon)}">
    <link rel="stylesheet" href="${toUrl(manifest.style)}">
${preloads.join('\n')}
    <script type="module" src="${toUrl(manifest.script)}"></script>
  </head>
  <body>
    <div id="graphiql"><p class="message" role="status">Loading GraphiQL…</p></div>
    <noscript><p class="message">GraphiQL needs JavaScript. The API answers POST requests without it.</p></noscript>
    <script id="configuration" type="application/json">${toScriptText(configuration)}</script>
  </body>
</html>
`;
}

/**
 * JSON that cannot leave its script element: with no `<` in it there is no `</script>` and no `<!--`, after which a
 * browser reads on past the end tag. Inside JSON strings the escape means the same character.
 */
function toScriptText(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
