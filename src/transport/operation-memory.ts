/** What one operation has read, by provider and path. Of a read that is under way, its answer to come. */
export class OperationMemory {
  readonly #answers: Map<string, Promise<unknown>>;
  #listeners: (() => void)[] | undefined = undefined;
  #isCleared = false;

  constructor(answers: Iterable<readonly [string, Promise<unknown>]> = []) {
    this.#answers = new Map(answers);
  }

  /** For an equal operation, which may last longer. */
  copy(): OperationMemory {
    return new OperationMemory(this.#answers);
  }

  get(key: string): Promise<unknown> | undefined {
    return this.#answers.get(key);
  }

  set(key: string, answer: Promise<unknown>): void {
    this.#answers.set(key, answer);
  }

  delete(key: string): void {
    this.#answers.delete(key);
  }

  /** Lets go of all pages once the operation is over, for its context may live as long as the connection. */
  clear(): void {
    this.#answers.clear();
    this.#isCleared = true;
    const listeners = this.#listeners ?? [];
    this.#listeners = undefined;
    for (const listener of listeners) listener();
  }

  /** Has somebody told, once, that what was read is let go of. */
  whenCleared(listener: () => void): void {
    if (this.#isCleared) listener();
    else (this.#listeners ??= []).push(listener);
  }
}
