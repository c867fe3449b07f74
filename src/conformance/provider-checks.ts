import { createBillingServer, type BillingServer } from '../library/create-billing-server.js';
import {
  asksForItsCredential,
  describesItsAccount,
  refusesImpossibleAccounts,
  tellsThatAnAccountIsMissing,
} from './account-checks.js';
import {
  countsItsCalls,
  findsItsInvoices,
  goesOnAfterFailures,
  listsItsInvoices,
  tellsItsFailures,
} from './invoice-checks.js';
import type { ConformanceCheck, ProviderSubject, ServedSubject } from './provider-subject.js';

/** In the order in which they run: the last ones leave the provider in pauses that it was told to make. */
const CHECKS: readonly (readonly [name: string, check: (subject: ServedSubject) => Promise<void>])[] = [
  ['refuses an account that there cannot be, without a call', refusesImpossibleAccounts],
  ['asks for its credential, without a call', asksForItsCredential],
  ['says NOT_FOUND of an account that is not there', tellsThatAnAccountIsMissing],
  ['describes its account, with null for what it does not know', describesItsAccount],
  ['lists its invoices both ways, in pages of any size', listsItsInvoices],
  ['has every invoice by its id as it is in the list', findsItsInvoices],
  ['makes the calls that it counts, and no more than it predicts', countsItsCalls],
  ['loses nothing where calls fail', goesOnAfterFailures],
  ['tells its failures in our words', tellsItsFailures],
];

/** The checks of one provider, and the server that they share. */
export interface Conformance {
  /** For a test runner that shows each; in their order, one at a time. */
  readonly checks: readonly ConformanceCheck[];
  /** Ends the server, once all have run. */
  readonly close: () => Promise<void>;
}

/** Serves the provider alone and has each claim of the port looked at from outside, through GraphQL. */
export function createConformance(subject: ProviderSubject): Conformance {
  const shared = new SharedServer(subject);
  return {
    checks: CHECKS.map(([name, check]) => ({ name, run: async () => check(await shared.serve()) })),
    close: async () => shared.close(),
  };
}

/** Runs all of them. Rejects with one Error that says what each that failed has found. */
export async function checkProvider(subject: ProviderSubject): Promise<void> {
  const { checks, close } = createConformance(subject);
  const failures: string[] = [];
  for (const { name, run } of checks) {
    await run().catch((error: unknown) => {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
  await close();
  if (failures.length > 0)
    throw new Error(`${subject.definition.name} does not conform:\n  ${failures.join('\n  ')}`);
}

class SharedServer {
  #serving: Promise<ServedSubject> | undefined = undefined;
  #server: BillingServer | undefined = undefined;

  constructor(private readonly subject: ProviderSubject) {}

  async serve(): Promise<ServedSubject> {
    return (this.#serving ??= this.#start());
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  async #start(): Promise<ServedSubject> {
    const { definition, upstream, token } = this.subject;
    this.#server = createBillingServer({
      providers: [definition],
      port: 0,
      ...(upstream && { urls: { [definition.name]: upstream.url } }),
      callCost: true,
      graphiql: false,
    });
    const url = await this.#server.listen();
    return {
      ...this.subject,
      graph: { url: `${url}/graphql`, headers: { [definition.credentialHeader]: `Bearer ${token}` } },
      callsMade: () => upstream?.calls().length,
      forget: () => upstream?.forget(),
    };
  }
}
