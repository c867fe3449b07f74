/** Of so many calls in a row, one meets a fault. */
const BLOCK = 10;

/** What a provider in its bad moment does, all of which passes. */
const FAULTS = [
  { kind: 'status', status: 503 },
  { kind: 'reset' },
  { kind: 'html', status: 502 },
  { kind: 'reset', afterBytes: 700 },
  { kind: 'status', status: 500, body: { message: 'evil-marker' } },
  { kind: 'truncate', bytes: 900, contentLength: 'full' },
  { kind: 'status', status: 504 },
  { kind: 'rateLimit', retryAfter: 1 },
  { kind: 'status', status: 520 },
  { kind: 'latency', ms: 50, then: { kind: 'status', status: 408 } },
];

/** One fault in each ten calls, at a place of its own in each ten, each kind in turn. */
export async function plantFaults({ control }, name, calls) {
  const faults = Array.from({ length: Math.ceil(calls / BLOCK) }, (_, block) =>
    Array.from({ length: BLOCK }, (_, at) =>
      at === (block * 7 + 3) % BLOCK ? FAULTS[block % FAULTS.length] : { kind: 'none' },
    ),
  ).flat();
  await control('POST', '/faults', { match: { provider: name }, fault: { kind: 'sequence', faults } });
}
