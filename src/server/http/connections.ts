import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

interface Connection {
  /** Answers that are owed; more than one where a client pipelines. */
  readonly owed: Set<ServerResponse>;
  /** The last of them. Let go when it is sent, or every idle connection would keep a page. */
  last: ServerResponse | undefined;
  /** What follows on it cannot be read; it ends with the last answer that it owes. */
  isSpoilt: boolean;
}

/**
 * The connections of a server: what runs on them, and how many there may be. Where there would be more, the one that
 * has asked for nothing for the longest time goes - between two requests, or before the first - so that idle clients
 * cannot keep others out. Where every other one owes an answer, that is the newcomer.
 */
export class Connections {
  readonly #open = new Map<Socket, Connection>();
  /** Those that owe no answer, longest idle first. */
  readonly #idle = new Set<Socket>();
  readonly #max: number;
  readonly #onDrop: () => void;
  /** One for all answers. */
  readonly #onClose: (this: ServerResponse) => void;

  /**
   * `server` is one on which nobody listens for requests yet: one that is answered at once is to be seen first.
   * `onDrop` is told of every newcomer that had to go.
   */
  constructor(server: Server, max: number, onDrop: () => void) {
    this.#max = max;
    this.#onDrop = onDrop;
    const end = (response: ServerResponse): void => this.#end(response);
    this.#onClose = function onClose() {
      end(this);
    };
    // One more than may stay, for it to be heard who has to go.
    server.maxConnections = max + 1;
    server.on('drop', onDrop);
    server.on('connection', (socket: Socket) => this.#add(socket));
    server.on('request', (request: IncomingMessage, response: ServerResponse) =>
      this.#begin(request.socket, response),
    );
  }

  get isEmpty(): boolean {
    return this.#open.size === 0;
  }

  get sockets(): Iterable<Socket> {
    return this.#open.keys();
  }

  /**
   * Whether answers are owed to requests that came whole. An error of what follows must not be taken for one of them.
   */
  owesAnswers(socket: Socket): boolean {
    const { owed, last } = this.#open.get(socket) ?? {};
    const isArriving = last !== undefined && !last.req.complete && !last.headersSent;
    return (owed?.size ?? 0) > (isArriving ? 1 : 0);
  }

  /** The request that is still arriving, where its head has come. */
  arriving(socket: Socket): IncomingMessage | undefined {
    const request = this.#open.get(socket)?.last?.req;
    return request?.complete ? undefined : request;
  }

  /** Ends the connection with the last answer that it owes. */
  endAfterAnswers(socket: Socket): void {
    const connection = this.#open.get(socket);
    if (connection) connection.isSpoilt = true;
  }

  /** Those that owe no answer now. */
  listIdle(): readonly Socket[] {
    return [...this.#idle];
  }

  /** Closes those of `sockets` that owe no answer now. */
  closeIdle(sockets: readonly Socket[]): void {
    for (const socket of sockets) if (this.#idle.has(socket)) socket.destroy();
  }

  #add(socket: Socket): void {
    const connection: Connection = { owed: new Set(), last: undefined, isSpoilt: false };
    this.#open.set(socket, connection);
    this.#idle.add(socket);
    socket.once('close', () => this.#remove(socket, connection));
    if (this.#open.size <= this.#max) return;
    const [longestIdle] = this.#idle;
    if (longestIdle === socket) this.#onDrop();
    longestIdle?.destroy();
  }

  #remove(socket: Socket, { owed }: Connection): void {
    this.#open.delete(socket);
    this.#idle.delete(socket);
    // Node tells only the answer whose turn it is that its client has gone. Those behind it would be waited for for
    // ever.
    setImmediate(() => {
      for (const response of owed) if (!response.closed) response.emit('close');
    });
  }

  #begin(socket: Socket, response: ServerResponse): void {
    const connection = this.#open.get(socket);
    if (!connection) return;
    connection.owed.add(response);
    connection.last = response;
    this.#idle.delete(socket);
    response.on('close', this.#onClose);
  }

  #end(response: ServerResponse): void {
    const { socket } = response.req;
    const connection = this.#open.get(socket);
    if (!connection) return;
    connection.owed.delete(response);
    if (connection.last === response) connection.last = undefined;
    if (connection.owed.size > 0 || socket.destroyed) return;
    if (connection.isSpoilt) return void socket.end();
    this.#idle.add(socket);
  }
}
