export interface RateLimitSettings {
  /** Calls per window. */
  readonly limit: number;
  /** Left in the first window; later windows begin with the whole limit. */
  readonly remaining: number;
  readonly resetSeconds: number;
}

/** A thousand calls an hour, as documented. */
export const RATE_LIMIT_DEFAULT: RateLimitSettings = { limit: 1000, remaining: 1000, resetSeconds: 3600 };

interface Window {
  remaining: number;
  readonly resetAtMs: number;
}

export interface RateLimitTurn {
  readonly isExceeded: boolean;
  readonly headers: Record<string, string>;
}

/** Counts calls for real, in real time: a window opens with its first call. */
export class RateLimiter {
  readonly #windows = new Map<string, Window>();

  take(key: string, settings: RateLimitSettings): RateLimitTurn {
    const nowMs = Date.now();
    let window = this.#windows.get(key);
    if (!window || window.resetAtMs <= nowMs) {
      const remaining = window ? settings.limit : settings.remaining;
      window = { remaining, resetAtMs: nowMs + settings.resetSeconds * 1000 };
      this.#windows.set(key, window);
    }
    const isExceeded = window.remaining <= 0;
    if (!isExceeded) window.remaining--;
    return {
      isExceeded,
      headers: {
        'x-ratelimit-limit': String(settings.limit),
        'x-ratelimit-remaining': String(window.remaining),
        'x-ratelimit-reset': String(Math.ceil((window.resetAtMs - nowMs) / 1000)),
      },
    };
  }

  /** Forgets the windows whose key ends so; new settings begin with a new window. */
  forget(suffix: string): void {
    for (const key of this.#windows.keys()) if (key.endsWith(suffix)) this.#windows.delete(key);
  }
}
