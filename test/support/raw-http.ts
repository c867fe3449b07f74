import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A connection to the server at `url`, for requests that no HTTP client would send. */
export async function open(url: string): Promise<Socket> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  // Being broken off is what some tests wait for.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Sends `bytes` as they are and reads until the server closes. */
export async function exchange(url: string, bytes: string | Buffer): Promise<readonly WireAnswer[]> {
  const socket = await open(url);
  socket.write(bytes);
  return parseAnswers(await readAll(socket));
}

/** The only answer to `bytes`, on a connection that the server then closes. */
export async function exchangeOne(url: string, bytes: string | Buffer): Promise<WireAnswer> {
  const [answer, ...others] = await exchange(url, bytes);
  if (!answer || others.length > 0) throw new Error(`Expected one answer, got ${others.length + 1}.`);
  return answer;
}

/** All that comes until the connection is over, however it ends. */
export async function readAll(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

/** Head lines of a POST of `length` bytes of JSON. */
export function postHead(length: number, ...lines: readonly string[]): string {
  return [
    'POST /graphql HTTP/1.1',
    'Host: a.example',
    'Content-Type: application/json',
    `Content-Length: ${length}`,
    ...lines,
    '\r\n',
  ].join('\r\n');
}

export function parseAnswers(wire: string): readonly WireAnswer[] {
  const answers: WireAnswer[] = [];
  for (let rest = wire; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n');
    const [start = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 2),
      ]),
    );
    const length = Number(headers['content-length'] ?? 0);
    const text = rest.slice(end + 4, end + 4 + length);
    answers.push({ status: Number(start.split(' ')[1]), headers, text });
    rest = rest.slice(end + 4 + length);
  }
  return answers;
}

/** What an answer says, as GraphQL's errors have it; anything else in it fails the assertion. */
export function refusalOf({ status, headers, text }: WireAnswer): unknown {
  const body = JSON.parse(text) as { errors: { message: string; extensions: Record<string, unknown> }[] };
  const [{ message, extensions } = { message: '', extensions: {} }] = body.errors;
  const { correlationId, ...said } = extensions;
  return {
    status,
    type: headers['content-type'],
    connection: headers['connection'],
    isTraceable: correlationId === headers['x-request-id'] && typeof correlationId === 'string',
    keys: Object.keys(body),
    count: body.errors.length,
    message,
    ...said,
  };
}
