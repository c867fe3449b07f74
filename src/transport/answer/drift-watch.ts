import type { IncomingHttpHeaders } from 'node:http';
import type { ProviderName } from '../../errors/provider-name.js';
import type { Documented } from '../../wire/documented.js';
import { noteDrift } from '../../wire/drift.js';
import { findUndocumented } from '../../wire/find-undocumented.js';
import { toHarmless } from './harmless-text.js';
import { headerLines } from './headers.js';

/** What each of a provider's routes answers with. */
export type Documents = ReadonlyMap<string, Documented>;

/** The first answers of a route that are looked at, and how many come to one that is looked at afterwards. */
const FIRST_ANSWERS = 100;
const EVERY = 10;

/** Headers that speak of limits, or of the end of what is called; all others may come and go. */
const TELLING = /rate-?limit|retry-?after|^(?:deprecation|sunset)$/;
const KNOWN: ReadonlySet<string> = new Set([
  'retry-after',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
]);
const DOCUMENTED_TYPE = /^application\/json\s*(?:;\s*charset="?utf-?8"?\s*)?$/i;

const FIELD_NAME = /^[a-z][a-zA-Z0-9_]{0,63}$/;
const HEADER_NAME = /^[a-z][a-z0-9-]{0,63}$/;

/**
 * Looks for what a provider's documents do not have: members of its answers by name, headers that matter. What the members
 * hold is noted by who reads them. It changes nothing about an answer, and most answers it lets pass.
 */
export class DriftWatch {
  readonly #answers = new Map<string, number>();

  constructor(
    private readonly provider: ProviderName,
    private readonly documents: Documents = new Map(),
  ) {}

  /** Whether the answer that comes now is one to look at. */
  isDue(route: string): boolean {
    const before = this.#answers.get(route) ?? 0;
    this.#answers.set(route, before + 1);
    return before < FIRST_ANSWERS || before % EVERY === 0;
  }

  /** @param credential is kept out of what is told, whatever came */
  lookAtHead(status: number, headers: IncomingHttpHeaders, credential: string): void {
    for (const name in headers)
      if (TELLING.test(name) && !KNOWN.has(name)) this.#noteHeader(toHarmless(name, HEADER_NAME, credential));
    const types = status === 200 ? headerLines(headers, 'content-type') : [];
    if (!types.every((type) => DOCUMENTED_TYPE.test(type))) this.#noteHeader('content-type');
  }

  /** The parsed JSON of a success. */
  lookAtAnswer(route: string, answer: unknown, credential: string): void {
    const documented = this.documents.get(route);
    if (!documented) return;
    for (const { documented: of, name } of findUndocumented(answer, documented)) {
      const { provider, object } = of;
      noteDrift({ provider, object, kind: 'field', name: toHarmless(name, FIELD_NAME, credential) });
    }
  }

  #noteHeader(name: string | undefined): void {
    noteDrift({ provider: this.provider, object: 'head', kind: 'header', name });
  }
}
