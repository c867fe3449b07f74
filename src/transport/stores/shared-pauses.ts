import { LRUCache } from 'lru-cache';
import type { ProviderName } from '../../errors/provider-name.js';
import type { PausedCaller as Caller, PausesElsewhere } from '../policy.js';
import type { RedisLink } from './redis-link.js';
import { READ_MS, WRITE_MS } from './store.js';
import { open, seal, toStoreKey, VERSION, type Sealing } from './seal.js';

const CHANNEL = `${VERSION}:pauses`;
/** Credentials of which something is remembered; of more, the one that was longest not asked for is looked for again. */
const CREDENTIALS_MAX = 10_000;
/** How long nobody looks again, while all that is published is heard, and while it is not. */
const LOOKED_MS = 60_000;
const LOOKED_MS_DEAF = 1000;
/** A message that nobody asks for is forgotten. */
const HEARD_MS = 24 * 60 * 60 * 1000;

const NUMBER_BYTES = 8;
const KEY_CHARACTERS = toStoreKey('', '').length;
const SEALED_BYTES = seal(toKept(0, 0), { credential: '', subject: '' }).length;

/**
 * What a provider told one replica, for all of them: that a credential is to make no calls for a while. It is published when it
 * is learned, and kept until it is over for those who come later: of each credential, one call a minute looks for it, and no other
 * waits for the store. A pause is sealed with its credential, so nobody else can make one up; and it is believed for no longer than it
 * was when it was told, whatever the clocks say.
 */
export class SharedPauses implements PausesElsewhere {
  /** Store keys of those that were looked for, by provider and credential. */
  readonly #looked = new LRUCache<string, string>({ max: CREDENTIALS_MAX, ttl: LOOKED_MS });
  /** What was published, by store key. Only a call of its credential can open it. */
  readonly #heard = new LRUCache<string, Buffer>({ max: CREDENTIALS_MAX, ttl: HEARD_MS });
  #isListening = false;

  constructor(
    private readonly link: RedisLink,
    /** Unix milliseconds. */
    private readonly now: () => number,
  ) {
    link.listen(CHANNEL, {
      onMessage: (message) => this.#hear(message),
      onListening: (isListening) => {
        if (isListening === this.#isListening) return;
        this.#isListening = isListening;
        // What was said meanwhile was not heard.
        this.#looked.clear();
      },
    });
  }

  /** How long the caller is to wait yet, by what was told to others, milliseconds; 0: not at all. Never rejects. */
  leftMs(caller: Caller, provider: ProviderName): number | Promise<number> {
    const name = `${provider} ${caller.credentialKey}`;
    const sealing = toSealing(caller, provider);
    const key = this.#looked.get(name);
    if (key === undefined && this.link.isThere) return this.#look(name, caller, sealing);
    return this.#takeHeard(key ?? toStoreKey(caller.credentialKey, sealing.subject), sealing);
  }

  /** Tells all others of a wait. */
  tell(caller: Caller, provider: ProviderName, waitMs: number): void {
    const sealing = toSealing(caller, provider);
    const key = toStoreKey(caller.credentialKey, sealing.subject);
    const forMs = Math.ceil(waitMs);
    const sealed = seal(toKept(forMs, this.now() + forMs), sealing);
    const message = Buffer.concat([Buffer.from(key), sealed]);
    void this.link.ask(async (redis) => redis.set(key, sealed, 'PX', forMs), WRITE_MS);
    void this.link.ask(async (redis) => redis.publish(CHANNEL, message), WRITE_MS);
  }

  async #look(name: string, caller: Caller, sealing: Sealing): Promise<number> {
    const key = toStoreKey(caller.credentialKey, sealing.subject);
    const asked = await this.link.ask(async (redis) => redis.getrangeBuffer(key, 0, SEALED_BYTES), READ_MS);
    const heardMs = this.#takeHeard(key, sealing);
    if ('failure' in asked) return heardMs;
    this.#looked.set(name, key, this.#isListening ? {} : { ttl: LOOKED_MS_DEAF });
    return Math.max(heardMs, this.#leftOf(asked.answer, sealing));
  }

  #hear(message: Buffer): void {
    if (message.length !== KEY_CHARACTERS + SEALED_BYTES) return;
    // A piece of what came over the connection would keep all of it.
    this.#heard.set(
      message.toString('latin1', 0, KEY_CHARACTERS),
      Buffer.from(message.subarray(KEY_CHARACTERS)),
    );
  }

  #takeHeard(key: string, sealing: Sealing): number {
    const sealed = this.#heard.get(key);
    if (!sealed) return 0;
    this.#heard.delete(key);
    return this.#leftOf(sealed, sealing);
  }

  #leftOf(sealed: Buffer, sealing: Sealing): number {
    const kept = open(sealed, sealing);
    if (kept?.body.length !== NUMBER_BYTES) return 0;
    return Math.max(Math.min(kept.untilMs - this.now(), kept.body.readDoubleBE()), 0);
  }
}

function toSealing({ credential }: Caller, provider: ProviderName): Sealing {
  return { credential, subject: `${provider} pause` };
}

/** A pause, as what is sealed: its length, and its end. */
function toKept(forMs: number, untilMs: number): { readonly body: Buffer; readonly untilMs: number } {
  const body = Buffer.alloc(NUMBER_BYTES);
  body.writeDoubleBE(forMs);
  return { body, untilMs };
}
