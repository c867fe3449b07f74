/** What a refusal is about, whatever the provider calls it. */
export type RefusalKind =
  | 'account-missing'
  | 'cursor-unknown'
  | 'input-invalid'
  | 'nothing-to-bill'
  | 'product-missing'
  | 'rejected'
  | 'subscription-missing'
  /** Something that the request names is not there, and the answer does not say what. */
  | 'something-missing';

/** One thing that a provider refused, in the words of this service: none of the provider's texts is in it. */
export interface Refusal {
  readonly kind: RefusalKind;
  /** The part of the client's input, spelled as in the input, outermost first; left out: all of it. */
  readonly path?: readonly string[];
  /** For people; left out: the kind says all. */
  readonly message?: string;
  /** The provider's own code for it, for programs; checked to be harmless text. */
  readonly providerCode?: string | undefined;
}

/**
 * Reads what an answer that is no success refuses. `body` is its JSON, unchecked; undefined where it had none.
 * Empty: the status says all there is. Never throws.
 */
export type ReadRefusals = (status: number, body: unknown) => readonly Refusal[];
