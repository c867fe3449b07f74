import type { FaultMatch } from './fault.js';
import { type FaultTarget, matches } from './fault-match.js';

/** A call that waits, and how it goes on. */
interface HeldCall {
  readonly target: FaultTarget;
  readonly letGo: () => void;
}

/** Where held calls wait, in the order in which they came. */
export class Gate {
  readonly #held = new Set<HeldCall>();

  /** Resolves when the call is let go; rejects when its connection is gone. */
  wait(target: FaultTarget, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#held.delete(call);
        signal.removeEventListener('abort', giveUp);
      };
      const giveUp = () => {
        leave();
        reject(new Error('The client went away while its call was held.'));
      };
      const call: HeldCall = {
        target,
        letGo: () => {
          leave();
          resolve();
        },
      };
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp);
      this.#held.add(call);
    });
  }

  list(): FaultTarget[] {
    return [...this.#held].map(({ target }) => target);
  }

  /** Lets go the first `count` of those that match, and says how many that were. */
  release(match: FaultMatch = {}, count = Infinity): number {
    const going = [...this.#held].filter(({ target }) => matches(match, target)).slice(0, count);
    going.forEach(({ letGo }) => letGo());
    return going.length;
  }
}
