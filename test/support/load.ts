/** What became of the requests of a load, and how many had each end: `200 Query`, `503 SHUTTING_DOWN`, `failed: ECONNRESET`. */
export type Outcomes = Readonly<Record<string, number>>;

export interface Load {
  /** Resolves once as many more requests have come to an end. Rejects where no client asks any more. */
  untilMore(requests: number): Promise<void>;
  /** Has each client finish its request, and tells what became of all. */
  end(): Promise<Outcomes>;
}

/** Asks once, and puts the end of it into a few words; rejects where no answer came. */
export type AskOnce = (client: number) => Promise<string>;

/**
 * As many clients as `clients` ask without a pause, each on a connection of its own that it keeps for as long as it may. One that
 * is refused asks no more, as it would go elsewhere.
 */
export function startLoad(clients: number, askOnce: AskOnce): Load {
  const outcomes: Record<string, number> = {};
  let count = 0;
  let asking = clients;
  let isOver = false;
  const run = async (client: number): Promise<void> => {
    for (let isRefused = false; !isOver && !isRefused;) {
      const outcome = await askOnce(client).catch(describeFailure);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      count += 1;
      isRefused = !outcome.startsWith('200');
    }
    asking -= 1;
  };
  const running = Array.from({ length: clients }, async (_, client) => run(client));
  return {
    untilMore: async (requests) => {
      for (const enough = count + requests; count < enough;) {
        if (asking === 0) throw new Error(`All clients were refused: ${JSON.stringify(outcomes)}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    end: async () => {
      isOver = true;
      await Promise.all(running);
      return outcomes;
    },
  };
}

function describeFailure(fault: unknown): string {
  const { cause, message } = fault as Error & { cause?: { code?: string; message: string } };
  return `failed: ${cause?.code ?? cause?.message ?? message}`;
}
