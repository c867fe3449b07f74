/**
 * Keeps bytes for a while, and may lose them at any time. It is told nothing of what they mean, and is trusted with
 * nothing: see `seal.ts`.
 */
export interface Store {
  /** Undefined: there is nothing. Never fails, whatever becomes of the store. */
  get(key: string): Buffer | undefined | Promise<Buffer | undefined>;
  /** Keeps the bytes for that many milliseconds at most. Never fails. */
  set(key: string, bytes: Buffer, ageMsMax: number): void;
}

/** How long a store that is not in this process may take. A caller waits for what is read, and for nothing else. Milliseconds. */
export const READ_MS = 100;
export const WRITE_MS = 1000;
