import type { Position } from '../lists/position.js';

/**
 * Notices that a walk of any length has come back to where it was, with one place remembered: each is compared with the
 * one at the last power of two (Brent's way), so that a circle is found within three rounds of it.
 */
export class CircleWatch {
  #mark: string | undefined;
  #steps = 0;
  #next = 1;

  /** Told of each place in turn. */
  isBack(position: Position): boolean {
    const place = JSON.stringify([position.id, position.offset, position.hint]);
    if (place === this.#mark) return true;
    this.#steps += 1;
    if (this.#steps === this.#next) {
      this.#mark = place;
      this.#next *= 2;
    }
    return false;
  }
}
