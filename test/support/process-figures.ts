/** The memory that the server's process holds, as it says itself. */
export async function residentBytes(url: string): Promise<number> {
  return figure(url, /^process_resident_memory_bytes (\S+)$/m);
}

/** As many TCP connections as the server's process has open, those to providers and that of this question included. */
export async function openSockets(url: string): Promise<number> {
  return figure(url, /^nodejs_active_resources\{type="TCPSocketWrap"\} (\S+)$/m);
}

async function figure(url: string, pattern: RegExp): Promise<number> {
  const text = await (await fetch(`${url}/metrics`, { headers: { connection: 'close' } })).text();
  return Number(pattern.exec(text)?.[1] ?? 0);
}

/** As many files as the server's process has open, sockets included. */
export async function openFiles(url: string): Promise<number> {
  return figure(url, /^process_open_fds (\S+)$/m);
}

/** As many requests as the server has admitted and not answered yet. */
export async function requestsInFlight(url: string): Promise<number> {
  return figure(url, /^billing_http_requests_in_flight (\d+)$/m);
}
