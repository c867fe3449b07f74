import { startApi, type Api } from '../support/api.js';

/** How what is printed once all answer begins. */
export const WELCOME = 'billing-graphql answers at';

/** A server of several processes, which says in its log when each begins and ends. */
export interface Crew {
  readonly api: Api;
  /** Process ids of the workers that have listened so far, in that order. */
  readonly pids: () => readonly number[];
  /** Resolves once as many workers have listened, those that are gone included. */
  readonly untilListening: (count: number) => Promise<void>;
  /** Resolves once the log has it. */
  readonly untilLogged: (message: string) => Promise<void>;
  /** Lines of the log, parsed. One that is torn fails the test. */
  readonly lines: () => readonly Record<string, unknown>[];
}

/** Starts `workers` processes; resolves once all of them answer. */
export async function startCrew(
  workers: number | 'auto',
  environment: Record<string, string>,
): Promise<Crew> {
  const api = await startApi({ WORKERS: String(workers), ...environment });
  // The first one has said where it listens.
  while (!api.output().includes(WELCOME)) await pause();
  const lines = (): readonly Record<string, unknown>[] => {
    const written = api.output().split('\n').slice(0, -1);
    return written
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  const listening = (): readonly Record<string, unknown>[] =>
    lines().filter(({ msg }) => msg === 'worker listens');
  return {
    api,
    lines,
    pids: () => listening().map(({ pid }) => pid as number),
    untilListening: async (count) => {
      while (listening().length < count) await pause();
    },
    untilLogged: async (message) => {
      while (!lines().some(({ msg }) => msg === message)) await pause();
    },
  };
}

/** For what another process has yet to do. */
export async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Asks on a connection of its own, which any of the workers may get. */
export async function askAnew(api: Api, query = '{ __typename }'): Promise<string> {
  const { status, data, errors } = await api.ask(query, { headers: { connection: 'close' } });
  return `${status} ${data?.__typename ?? data?.billingAccount?.name ?? errors[0]?.extensions['code']}`;
}
