import type { AccountContext } from '../../accounts/account.context.js';
import type { ProviderName } from '../../errors/provider-name.js';
import { PAGE_SIZE_DEFAULT, type Direction } from '../../lists/window.js';
import type { CallCosts } from '../../providers/provider.js';
import type { FieldNames, PredictedReads } from './predicted-reads.js';
import type { AccountSubject, Subject } from './subject.js';

/** What the rules need of an operation's context. */
export interface PredictionContext extends AccountContext {
  /** Undefined: the caller has no credential for the provider, so that it is not asked. */
  costsOf(provider: ProviderName): CallCosts | undefined;
}

/** A field that is asked for, its arguments coerced. */
export interface AskedField {
  readonly args: Readonly<Record<string, unknown>>;
  /** Of the invoices that it answers, or that its connection holds. */
  readonly selected: FieldNames;
  /** Whether anything of the page's place in its list is selected. */
  readonly asksPlace: boolean;
}

/** Where what a field reads is noted, and whom it is asked of. */
export interface Asked<Kind extends Subject = Subject> {
  readonly field: AskedField;
  readonly subject: Kind;
  readonly reads: PredictedReads;
  readonly context: PredictionContext;
}

/**
 * Notes what a field reads, and tells whose fields are asked for below it.
 *
 * @throws BAD_USER_INPUT where the field will be refused without a call
 */
export type Rule = (asked: Asked) => readonly Subject[];

/** A rule of what is asked of an account; without a credential for its provider nothing is. */
export function ofAccount(
  rule: (asked: Asked<AccountSubject>, costs: CallCosts) => readonly Subject[],
): Rule {
  return (asked) => {
    const { subject, context } = asked;
    if (subject.kind !== 'BillingAccount') return [];
    const costs = context.costsOf(subject.provider);
    return costs ? rule({ ...asked, subject }, costs) : [];
  };
}

/** As the paging arguments have it. */
export interface Window {
  readonly direction: Direction;
  readonly anchor: string | undefined;
  readonly size: number;
}

/** Arguments that contradict each other are refused before they cost anything. */
export function toWindow({ first, last, after, before }: AskedField['args']): Window {
  const isBackward = typeof last === 'number';
  const anchor = isBackward ? before : after;
  const size = isBackward ? last : typeof first === 'number' ? first : PAGE_SIZE_DEFAULT;
  return {
    direction: isBackward ? 'backward' : 'forward',
    anchor: typeof anchor === 'string' ? anchor : undefined,
    size: Math.max(0, size),
  };
}
