import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that serves what is behind it below a prefix, and nothing beside. */
export interface PrefixProxy {
  /** Where the service's root is: ends with the prefix, without a slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** `prefix` begins with a slash. `headers` are what the proxy says of itself to the service. */
export async function startPrefixProxy(
  target: string,
  prefix: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<PrefixProxy> {
  const server = createServer((message, response) => {
    const { url = '', method } = message;
    if (url !== prefix && !url.startsWith(`${prefix}/`)) return void response.writeHead(421).end();
    const path = url.slice(prefix.length) || '/';
    const forwarded = request(
      `${target}${path}`,
      { method, headers: { ...message.headers, ...headers } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    message.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
