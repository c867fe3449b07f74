import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../recordings/', import.meta.url));

/** One answer of a provider; test/recordings/README.md says what is in it. */
export interface Recording {
  readonly request: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The generations that there are recordings of, as `provider/generation`. */
export function generations(): readonly string[] {
  return foldersIn('').flatMap((provider) => foldersIn(provider).map((name) => `${provider}/${name}`));
}

export function readRecordings(generation: string): readonly Recording[] {
  const names = readdirSync(`${FOLDER}${generation}`);
  return names.map((name) => JSON.parse(readFileSync(`${FOLDER}${generation}/${name}`, 'utf8')) as Recording);
}

function foldersIn(path: string): readonly string[] {
  const entries = readdirSync(`${FOLDER}${path}`, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** An upstream that answers as it was recorded, and with 404 what was not. */
export interface Player {
  readonly url: string;
  /** Answers with these from now on. Returns the requests that have come since, and had one. */
  play(recordings: readonly Recording[]): ReadonlySet<string>;
  close(): void;
}

export async function startPlayer(): Promise<Player> {
  let playing = new Map<string, Recording>();
  let asked = new Set<string>();
  const server = createServer((request, response) => {
    const what = describe(request);
    const recording = playing.get(what);
    if (recording) asked.add(what);
    response
      .writeHead(recording ? 200 : 404, recording?.headers ?? { 'content-type': 'application/json' })
      .end(JSON.stringify(recording?.body ?? {}));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    play: (recordings) => {
      playing = new Map(recordings.map((recording) => [recording.request, recording]));
      return (asked = new Set());
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function describe({ method = '', url = '' }: IncomingMessage): string {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  return `${method} ${pathname}${searchParams.has('timestamp') ? '?timestamp' : ''}`;
}
