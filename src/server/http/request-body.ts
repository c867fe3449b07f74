import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { badRequest, RefusedError } from './refusal.js';

type Done = (error: Error | null, body?: unknown) => void;

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]*)/i;

const badCoding = new RefusedError({
  ...badRequest('Expected a body that is coded with gzip, or not at all.', 415),
  headers: { 'accept-encoding': 'gzip, identity' },
});
const badCharset = new RefusedError(badRequest('Expected a body whose charset is utf-8.', 415));
const badGzip = new RefusedError(badRequest('The body is not the gzip data that its header announces.'));
const badText = new RefusedError(badRequest('Expected a body of UTF-8 text.'));
const tooLarge = new RefusedError({
  ...badRequest('The request body is larger, when unpacked, than this server takes.', 413),
  closes: true,
});

/**
 * Reads JSON bodies as their headers say they are to be read: gzip is unpacked, and never beyond `bytesMax`; what says
 * that it is in another coding or charset is refused, for read as it stands it would mean something else.
 */
export function addJsonParser(app: FastifyInstance, bytesMax: number): void {
  const parseJson = app.getDefaultJsonParser('error', 'error') as (
    request: FastifyRequest,
    text: string,
    done: Done,
  ) => void;
  const parseText = (request: FastifyRequest, bytes: Buffer, done: Done): void =>
    isUtf8(bytes) ? parseJson(request, bytes.toString(), done) : done(badText);
  // What has been read already is not read again, and not kept.
  app.addHook('preParsing', ({ raw }, _reply, payload, done) => {
    const { bytes } = raw;
    raw.bytes = undefined;
    done(null, bytes ? Readable.from([bytes]) : payload);
  });
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request, bytes: Buffer, done: Done) => {
      const { 'content-type': type = '', 'content-encoding': coding } = request.headers;
      if (!isReadable(type)) return done(badCharset);
      const codings = coding === undefined ? [] : listCodings(coding);
      if (codings.length === 0) return parseText(request, bytes, done);
      if (codings.length > 1 || !/^(x-)?gzip$/.test(codings[0] ?? '')) return done(badCoding);
      // Counts while it unpacks, and stops at the first block beyond.
      gunzip(bytes, { maxOutputLength: bytesMax }, (error: NodeJS.ErrnoException | null, plain) => {
        if (error) return done(error.code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge : badGzip);
        parseText(request, plain, done);
      });
    },
  );
}

/** The codings that were applied to a body, in lower case. `identity` and an empty place are none. */
function listCodings(header: string): readonly string[] {
  const words = header.split(',').map((word) => word.trim().toLowerCase());
  return words.filter((word) => word !== '' && word !== 'identity');
}

function isReadable(contentType: string): boolean {
  const charset = CHARSET.exec(contentType)?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
}
