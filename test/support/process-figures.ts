/** The memory that the server's process holds, as it says itself. */
export async function residentBytes(url: string): Promise<number> {
  return figure(url, 'process_resident_memory_bytes');
}

/** As many TCP connections as the server's process has open, those to providers and that of this question included. */
export async function openSockets(url: string): Promise<number> {
  return figure(url, 'nodejs_active_resources{type="TCPSocketWrap"}');
}

/** A figure of `/metrics`, by its name and labels as they stand there; 0 where it is not. */
export async function figure(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`, { headers: { connection: 'close' } })).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? 0 : Number(line.slice(name.length + 1));
}

/** As many files as the server's process has open, sockets included. */
export async function openFiles(url: string): Promise<number> {
  return figure(url, 'process_open_fds');
}

/** As many requests as the server has admitted and not answered yet. */
export async function requestsInFlight(url: string): Promise<number> {
  return figure(url, 'billing_http_requests_in_flight');
}
