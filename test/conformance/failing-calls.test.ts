import 'reflect-metadata';
import { CallBudget } from '../../src/calls/call-budget.js';
import { startUpstream, type CountingUpstream } from '../../src/conformance/counting-upstream.js';
import { createConformance } from '../../src/conformance/provider-checks.js';
import { BillingError } from '../../src/errors/billing-error.js';
import type { Invoice } from '../../src/invoices/invoice.js';
import type { PageSource, SourcePage } from '../../src/lists/page-source.js';
import type { ProviderDefinition } from '../../src/providers/provider.js';
import { usualPolicies } from '../../src/transport/usual-policies.js';
import { ledger } from '../library/providers.js';
import { subjectOf } from './ledger.js';

/** The ledger over an upstream that is asked before each page, and what the kit finds where that fails. */

let upstream: CountingUpstream;
beforeEach(async () => {
  upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});
afterEach(async () => upstream.close());

/** `onFailure` is what becomes of a call that fails; left out: its error. */
function overHttp(onFailure?: (error: unknown) => SourcePage<Invoice>): ProviderDefinition {
  return {
    ...ledger,
    http: { policies: usualPolicies },
    connect: (call, transport, now) => ({
      ...ledger.connect(call, transport, now),
      previewUpcoming: async () => null,
      invoices: (account) => {
        const { pageMax, readsBackward, ...pages } = read(
          ledger.connect(call, transport, now).invoices(account),
        );
        const readPage: PageSource<Invoice>['readPage'] = async (asked, purse) => {
          const request = {
            method: 'GET',
            route: 'entries',
            segments: ['entries'],
            wanted: 'object',
          } as const;
          const query = { read: JSON.stringify(asked) };
          try {
            await transport.send({ ...request, query, purse }, call);
          } catch (error) {
            if (onFailure) return onFailure(error);
            throw error;
          }
          return pages.readPage(asked, new CallBudget(1));
        };
        return { pageMax, readsBackward, readPage };
      },
    }),
  };
}

function read(
  pages: PageSource<Invoice>,
): Pick<PageSource<Invoice>, 'pageMax' | 'readsBackward' | 'readPage'> {
  return {
    pageMax: pages.pageMax,
    readsBackward: pages.readsBackward,
    readPage: async (...asked) => pages.readPage(...asked),
  };
}

async function runCheck(definition: ProviderDefinition, wanted: string): Promise<void> {
  const { checks, close } = createConformance({ ...subjectOf(definition), upstream });
  try {
    await checks.find(({ name }) => name === wanted)?.run();
  } finally {
    await close();
  }
}

const NO_LOSS = 'loses nothing where calls fail';
const OUR_WORDS = 'tells its failures in our words';
const COUNTS = 'makes the calls that it counts, and no more than it predicts';

test('F50 a provider that hands on what the transport says conforms where calls fail', async () => {
  await runCheck(overHttp(), NO_LOSS);
  await runCheck(overHttp(), OUR_WORDS);
  await runCheck(overHttp(), COUNTS);
});

test('F50 the kit finds a provider that takes a failure for the end of the list', async () => {
  const swallowing = overHttp(() => ({ rows: [], more: false }));
  await expect(runCheck(swallowing, NO_LOSS)).rejects.toThrow('ids of a walk with failures: expected');
  await expect(runCheck(swallowing, OUR_WORDS)).rejects.toThrow('code and provider of a refused token');
});

test('F50 the kit finds a provider that has one word for every failure', async () => {
  const careless = overHttp(() => {
    throw new BillingError('UPSTREAM_UNAVAILABLE', 'It failed.', { provider: 'LEDGER' });
  });
  await expect(runCheck(careless, OUR_WORDS)).rejects.toThrow(
    'code and provider of a refused token: expected [["UNAUTHENTICATED","LEDGER"]], got [["UPSTREAM_UNAVAILABLE","LEDGER"]]',
  );
});

test('F50 the kit finds a provider that calls behind the back of its budget', async () => {
  const sneaking = overHttp();
  const definition: ProviderDefinition = {
    ...sneaking,
    connect: (...given) => {
      void fetch(`${upstream.url}/behind`);
      return sneaking.connect(...given);
    },
  };
  await expect(runCheck(definition, COUNTS)).rejects.toThrow('beside what came to the upstream');
});

test('F60 an upstream counts its calls, and fails as often as it is told to', async () => {
  upstream.fault({ status: 503, headers: { 'retry-after': '1' }, body: { said: 'no' } });
  upstream.fault('html');
  upstream.fault('reset');
  upstream.fault('truncate', 2);
  const ask = async (): Promise<unknown> => {
    const response = await fetch(`${upstream.url}/asked?way=1`, { headers: { 'x-test': 'yes' } });
    return [response.status, response.headers.get('retry-after'), await response.text()];
  };
  expect(await ask()).toEqual([503, '1', '{"said":"no"}']);
  expect(await ask()).toEqual([200, null, expect.stringMatching(/^<!doctype html>/)]);
  await expect(ask()).rejects.toThrow();
  await expect(ask()).rejects.toThrow();
  upstream.clearFaults();
  expect(await ask()).toEqual([200, null, '{}']);
  const calls = upstream.calls();
  expect(calls).toHaveLength(5);
  expect(calls[0]).toMatchObject({ method: 'GET', path: '/asked?way=1', headers: { 'x-test': 'yes' } });
  upstream.forget();
  expect(upstream.calls()).toEqual([]);
  upstream.fault('hang');
  await expect(fetch(upstream.url, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
});
