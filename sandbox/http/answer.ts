import type { ServerResponse } from 'node:http';
import type { JsonValue } from '../ground/json.js';

/** What a provider would answer, before any fault gets at it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined is an empty body. */
  readonly json?: JsonValue;
  readonly text?: string;
}

export function jsonAnswer(status: number, json: JsonValue, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, json };
}

export function htmlAnswer(status: number, text: string): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, text };
}

export function toBytes(answer: Answer): Buffer {
  if (answer.text !== undefined) return Buffer.from(answer.text);
  return Buffer.from(answer.json === undefined ? '' : JSON.stringify(answer.json));
}

export function send(answer: Answer, response: ServerResponse): void {
  response.writeHead(answer.status, answer.headers);
  response.end(toBytes(answer));
}
