import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

interface Connection {
  /** Requests that have begun on it and are not answered yet; more than one where a client pipelines. */
  running: number;
  /** The answer to the last of them. Let go when it is sent, or every idle connection would keep a page. */
  response: ServerResponse | undefined;
  /** What follows on it cannot be read; it ends with the last answer that it owes. */
  isSpoilt: boolean;
}

/**
 * The connections of a server: what runs on them, and how many there may be. One that asks for nothing - between two requests,
 * or before the first - makes way for a newcomer, the longest idle first, so that idle clients cannot keep others out. Where
 * every connection has a request, Node closes those beyond `max` unread.
 */
export class Connections {
  readonly #open = new Map<Socket, Connection>();
  /** Those on which no request runs, longest idle first. */
  readonly #idle = new Set<Socket>();
  readonly #max: number;

  /** `server` is one on which nobody listens for requests yet: one that is answered at once is to be seen first. */
  constructor(server: Server, max: number) {
    this.#max = max;
    server.maxConnections = max;
    server.on('connection', (socket: Socket) => this.#add(socket));
    server.on('request', (request: IncomingMessage, response: ServerResponse) =>
      this.#begin(request.socket, response),
    );
  }

  get sockets(): Iterable<Socket> {
    return this.#open.keys();
  }

  /** Whether answers are owed to requests that came whole. An error of what follows must not be taken for one of them. */
  owesAnswers(socket: Socket): boolean {
    const { running = 0, response } = this.#open.get(socket) ?? {};
    const isArriving = response !== undefined && !response.req.complete && !response.headersSent;
    return running > (isArriving ? 1 : 0);
  }

  /** The request that is still arriving, where its head has come. */
  arriving(socket: Socket): IncomingMessage | undefined {
    const request = this.#open.get(socket)?.response?.req;
    return request?.complete ? undefined : request;
  }

  /** Ends the connection with the last answer that it owes. */
  endAfterAnswers(socket: Socket): void {
    const connection = this.#open.get(socket);
    if (connection) connection.isSpoilt = true;
  }

  /** Those on which no request has begun now. */
  listIdle(): readonly Socket[] {
    return [...this.#idle];
  }

  /** Closes those of `sockets` on which there still is no request. */
  closeIdle(sockets: Iterable<Socket> = this.listIdle()): void {
    for (const socket of sockets) if (this.#idle.has(socket)) socket.destroy();
  }

  #add(socket: Socket): void {
    this.#open.set(socket, { running: 0, response: undefined, isSpoilt: false });
    this.#idle.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#idle.delete(socket);
    });
    if (this.#open.size < this.#max) return;
    // One place is kept free for the next, as long as there is somebody who does not use his.
    const [longestIdle] = this.#idle;
    if (longestIdle !== socket) longestIdle?.destroy();
  }

  #begin(socket: Socket, response: ServerResponse): void {
    const connection = this.#open.get(socket);
    if (!connection) return;
    connection.running += 1;
    connection.response = response;
    this.#idle.delete(socket);
    response.once('close', () => this.#end(socket, connection, response));
  }

  #end(socket: Socket, connection: Connection, response: ServerResponse): void {
    connection.running -= 1;
    if (connection.response === response) connection.response = undefined;
    if (connection.running > 0 || socket.destroyed) return;
    if (connection.isSpoilt) return void socket.end();
    this.#idle.add(socket);
  }
}
