import type { IncomingMessage } from 'node:http';
import { badRequest, RefusedError } from '../http/refusal.js';

/** What a page of any origin may send without asking first, and so may anybody's page. */
const FORM_TYPE = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\s*(?:;|$)/i;

/** A page that sends one of these has to ask first. */
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'];

const couldBeForeign = new RefusedError(
  badRequest(
    'Any web page could have sent this request (CSRF). POST it with "content-type: application/json" (in urql, "preferGetMethod: false"), or add the header "apollo-require-preflight: true".',
  ),
);

/** Apollo Server refuses the same, in words that leave the reader to find out what to do. @throws RefusedError */
export function refuseForeignForms({ headers }: IncomingMessage): void {
  const type = headers['content-type'];
  if (type !== undefined && !FORM_TYPE.test(type)) return;
  if (!PREFLIGHT_HEADERS.some((name) => (headers[name] ?? '') !== '')) throw couldBeForeign;
}
