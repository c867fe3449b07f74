import type { OperationContext } from './context.js';

/** The text of an answer's `data`, at once or to come; undefined where the interpreter has to answer. */
export type DataText = string | undefined | Promise<string | undefined>;

interface UnderWay {
  readonly context: OperationContext;
  readonly text: Promise<string | undefined>;
}

/**
 * Where the map keeps one. It is emptied when it is taken out: a map leaves copies of its table behind as it changes, and
 * whatever they hold outlives many a collection.
 */
interface Place {
  underWay: UnderWay | undefined;
}

/**
 * Equal operations of one caller that are under way at once are answered by one text: the first is run, the others wait
 * for what it writes. Nothing is kept once it is written.
 */
export class SharedAnswers {
  readonly #places = new Map<string, Place>();

  /**
   * @param key the same for operations that have the same answer; undefined: this one has an answer of its own
   * @param begin runs the operation; called at most once
   */
  run(key: string | undefined, context: OperationContext, begin: () => DataText): DataText {
    const other = key === undefined ? undefined : this.#places.get(key)?.underWay;
    if (other) return follow(other, context, begin);
    const text = begin();
    if (key === undefined || !(text instanceof Promise)) return text;
    const place: Place = { underWay: { context, text } };
    this.#places.set(key, place);
    const forget = (): void => {
      this.#places.delete(key);
      place.underWay = undefined;
    };
    text.then(forget, forget);
    return text;
  }
}

/** Where the other one gives up, this one does as well, over what has been read; where it ran out of time, it begins. */
async function follow(
  { context: other, text }: UnderWay,
  context: OperationContext,
  begin: () => DataText,
): Promise<string | undefined> {
  context.follow(other);
  try {
    return (await text) ?? context.recall(other);
  } catch {
    return other.hasEnded ? await begin() : context.recall(other);
  } finally {
    context.unfollow();
  }
}
