import type { IncomingMessage } from 'node:http';
import { badRequest, type Refusal } from './refusal.js';

/**
 * Header lines of one request. Their size has a bound of its own, 16 KiB, which the HTTP parser keeps; beyond a count
 * of its own, ten times this one, it would drop lines in silence.
 */
export const HEADER_LINES_MAX = 100;

/**
 * Stands in for the Host that HTTP/1.0 does not ask for. Nothing is decided by it; addresses are taken apart with it.
 */
const HOST_UNKNOWN = 'localhost';

/** A host and port, and nothing that would become part of a path. */
const HOST = /^[^\s/?#@\\]+$/;

const tooManyHeaders: Refusal = {
  ...badRequest(`The request has more than ${HEADER_LINES_MAX} header lines.`, 431),
  closes: true,
};
const badHost: Refusal = {
  ...badRequest('Expected one header "Host" with the name of a host.'),
  closes: true,
};
const twoTypes: Refusal = {
  ...badRequest('Expected one header "Content-Type": two say two things about the body.'),
  closes: true,
};
const badTransferCoding: Refusal = {
  ...badRequest('Expected no transfer coding but "chunked".', 501),
  closes: true,
};

/** Undefined: the head is sound. */
export type HeadCheck = (message: IncomingMessage) => Refusal | undefined;

/**
 * Checks what the parser lets pass in a request's head: how many lines there are, and that those which say where the
 * request goes and what its body means say it once.
 *
 * @returns a function that remembers the last sound Host, since nearly all requests name the same
 */
export function createHeadCheck(): HeadCheck {
  let soundHost: string | undefined;
  return (message) => {
    const { rawHeaders, headers, httpVersionMinor } = message;
    if (rawHeaders.length > 2 * HEADER_LINES_MAX) return tooManyHeaders;
    const host = headers.host ?? (httpVersionMinor === 0 ? HOST_UNKNOWN : '');
    headers.host = host;
    if (host !== soundHost) {
      if (!HOST.test(host) || !URL.canParse(`http://${host}/`)) return badHost;
      soundHost = host;
    }
    if (countLines(rawHeaders, 'host') > 1) return badHost;
    if (countLines(rawHeaders, 'content-type') > 1) return twoTypes;
    const coding = headers['transfer-encoding'];
    if (coding !== undefined && coding.trim().toLowerCase() !== 'chunked') return badTransferCoding;
    return undefined;
  };
}

/** Lengths are compared first: nearly every line differs in it, and no name is copied. */
function countLines(rawHeaders: readonly string[], name: string): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const each = rawHeaders[index];
    if (each?.length === name.length && each.toLowerCase() === name) count += 1;
  }
  return count;
}
