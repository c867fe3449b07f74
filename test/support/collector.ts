import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from './until.js';

/** A span as OTLP has it in JSON, as far as tests look at it. */
export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** 1: internal, 2: server, 3: client. */
  readonly kind: number;
  /** 2: it failed. */
  readonly status: { readonly code?: number };
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A collector of traces that keeps what it is sent. */
export interface Collector {
  readonly url: string;
  /** All spans of one trace, once the work of the request is over, which ends last. */
  spansOf(traceId: string): Promise<readonly CollectedSpan[]>;
  /** Everything that came, as it came: paths, headers, bodies. */
  received(): string;
  close(): Promise<void>;
}

const SERVER = 2;

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export async function startCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  let received = '';
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      received += `${request.url} ${JSON.stringify(request.headers)}\n${body}\n`;
      spans.push(...parseSpans(body));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spansOf: async (traceId) => {
      const find = (): CollectedSpan[] => spans.filter((span) => span.traceId === traceId);
      await until(() => find().some(({ kind }) => kind === SERVER));
      return find();
    },
    received: () => received,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function parseSpans(body: string): CollectedSpan[] {
  const { resourceSpans } = JSON.parse(body) as {
    resourceSpans: { scopeSpans: { spans: (CollectedSpan & { attributes: Attribute[] })[] }[] }[];
  };
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans)
    .map((span) => ({ ...span, links: span.links ?? [], attributes: toRecord(span.attributes) }));
}

/** Each value is said to be of a type, which JSON says anyhow. */
function toRecord(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
