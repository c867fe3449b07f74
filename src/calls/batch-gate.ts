/**
 * Lets batches of an operation begin, but for the while in which its answer is begun anew in another way: what the first
 * way had asked for and what the second still will are one batch then, as they would have been in either way alone.
 */
export class BatchGate {
  #held: (() => void)[] | undefined;

  /** Runs `begin` at once, or once the gate is open. */
  pass(begin: () => void): void {
    if (this.#held) this.#held.push(begin);
    else begin();
  }

  close(): void {
    this.#held ??= [];
  }

  open(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const begin of held) begin();
  }
}
