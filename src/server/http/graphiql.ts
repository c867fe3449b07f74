import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  assetsFolder,
  createPage,
  graphiqlManifest,
  type GraphiqlManifest,
  type GraphiqlPageOptions,
} from './graphiql-page.js';

export interface GraphiqlOptions extends Omit<GraphiqlPageOptions, 'base'> {
  /** What scripts/build-graphiql.mjs wrote: dist/graphiql. */
  readonly directory: string;
}

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

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

/** Said by a proxy that takes a prefix off; a path and no other host, whatever a client writes there. */
const PREFIX = /^(?:\/[A-Za-z0-9][A-Za-z0-9._~-]{0,63}){1,8}$/;

/**
 * GraphiQL at `GET /`, its assets in the folder below. Where the assets were never built, the API is left to start and
 * the page says with status 503 what to run.
 */
export async function registerGraphiql(app: FastifyInstance, options: GraphiqlOptions): Promise<void> {
  const manifest = await readManifest(options.directory);
  if (!manifest) return registerMissing(app);
  // Seen from the browser the prefix and the page's folder are one, but where the address lacks its last slash.
  const page = createPage(manifest, { ...options, base: '' });
  app.get('/', (request, reply) => {
    const prefix = request.headers['x-forwarded-prefix'];
    const isPrefix = typeof prefix === 'string' && PREFIX.test(prefix);
    return sendPage(reply, isPrefix ? createPage(manifest, { ...options, base: `${prefix}/` }) : page);
  });
  await registerAssets(app, manifest, options.directory);
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .header('cache-control', 'no-cache') // it names the assets of this build
    .header('vary', 'x-forwarded-prefix')
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .send(page);
}

/**
 * Names that the build made and nothing else that may lie there. Each holds a hash of its content, so copies stay good.
 */
async function registerAssets(
  app: FastifyInstance,
  { files }: GraphiqlManifest,
  directory: string,
): Promise<void> {
  await app.register(fastifyStatic, {
    serve: false,
    root: join(directory, 'assets'),
    preCompressed: true,
    immutable: true,
    maxAge: YEAR_MS,
  });
  const names = new Set(Object.keys(files));
  app.get<{ Params: { name: string } }>(`/${assetsFolder}:name`, (request, reply) => {
    const { name } = request.params;
    if (!names.has(name)) return reply.callNotFound();
    return reply.header('vary', 'accept-encoding').header('x-content-type-options', 'nosniff').sendFile(name);
  });
}

function registerMissing(app: FastifyInstance): void {
  const message =
    'GraphiQL is not built: run "npm run build" (or "node scripts/build-graphiql.mjs") and start again. ' +
    'The API itself answers without it.';
  app.log.warn(message);
  app.get('/', (_request, reply) => reply.code(503).type('text/plain; charset=utf-8').send(`${message}\n`));
}

/** Null where nothing was built. A manifest that does not fit this server is a fault of the build, and throws. */
async function readManifest(directory: string): Promise<GraphiqlManifest | null> {
  const path = join(directory, 'assets.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return graphiqlManifest.parse(JSON.parse(text));
}
