import { fileURLToPath } from 'node:url';
import { startEmbeddedSandbox, type EmbeddedSandbox } from '../embedded-sandbox.js';
import { allProviders } from '../providers/all-providers.js';
import type { ProviderDefinition } from '../providers/provider.js';
import type { Config } from '../server/config.js';
import { loadDocuments } from '../server/documents/read-documents.js';
import { createLogger } from '../server/logger.js';
import { Metrics } from '../server/metrics.js';
import { startServer, type RunningServer } from '../server/start-server.js';
import { checkProviders } from './check-providers.js';
import { parseSettings } from './parse-settings.js';
import { SettingsError } from './settings-error.js';
import type { Settings } from './settings.js';

export interface BillingServerOptions extends Settings {
  /** Whom it serves, in the order in which it names them. Left out: `allProviders`. */
  readonly providers?: readonly ProviderDefinition[];
  /** Told of each line of the log, which is JSON without its line break. Left out: nothing is logged. */
  readonly log?: (line: string) => void;
}

/** A server that is there once it listens, and for that one time: after `close` another is created. */
export interface BillingServer {
  /** Where it answers, such as `http://127.0.0.1:4000`; undefined while it does not. The API is at `/graphql` there. */
  readonly url: string | undefined;
  /**
   * Resolves with the `url` once it answers. Rejects where the port cannot be had; then nothing is left of it.
   *
   * @throws Error where it has been called before
   */
  listen(): Promise<string>;
  /** Takes no more requests, finishes those that run, and lets go of everything. May be called at any time, and again. */
  close(): Promise<void>;
}

/** Beside `library/`, wherever the build puts it. */
const GRAPHIQL_DIRECTORY = fileURLToPath(new URL('../graphiql', import.meta.url));

/**
 * The whole server, for a program of yours: the API, and all around it that the program `billing-graphql` has, but for several
 * processes. It neither reads the environment nor listens to signals, and there may be several in one process.
 *
 * @throws SettingsError where the settings or the providers are wrong, with all that is
 */
export function createBillingServer(options: BillingServerOptions = {}): BillingServer {
  const { providers: definitions = allProviders, log, ...settings } = options;
  checkProviders(definitions);
  return new LibraryServer(parseSettings(settings, definitions), definitions, log);
}

class LibraryServer implements BillingServer {
  #starting: Promise<RunningServer> | undefined = undefined;
  #sandbox: EmbeddedSandbox | undefined = undefined;
  #closing: Promise<void> | undefined = undefined;
  #url: string | undefined = undefined;

  constructor(
    private readonly config: Config,
    private readonly definitions: readonly ProviderDefinition[],
    private readonly log: ((line: string) => void) | undefined,
  ) {}

  get url(): string | undefined {
    return this.#url;
  }

  async listen(): Promise<string> {
    if (this.#starting || this.#closing) throw new Error('A server listens once. Create another one.');
    this.#starting = this.#start();
    try {
      const { url } = await this.#starting;
      // Whoever closed it meanwhile does not find it open.
      if (!this.#closing) this.#url = url;
      return url;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    return (this.#closing ??= this.#end());
  }

  async #start(): Promise<RunningServer> {
    const { config, definitions, log } = this;
    const documents = await loadDocuments(config);
    if (!('get' in documents))
      throw new SettingsError(documents.map(({ expected }) => `trustedDocuments: expected ${expected}`));
    const emulated = definitions.filter(({ name }) => !config.liveUrls.has(name));
    if (emulated.length > 0) this.#sandbox = await startSandbox();
    const write = (text: string): void =>
      text
        .trimEnd()
        .split('\n')
        .forEach((line) => log?.(line));
    return startServer({
      config,
      definitions,
      documents,
      sandboxUrl: this.#sandbox && new URL(this.#sandbox.url),
      emulated,
      logger: createLogger({ level: log ? config.logLevel : 'silent', destination: { write } }),
      graphiqlDirectory: GRAPHIQL_DIRECTORY,
      metrics: new Metrics(),
    });
  }

  async #end(): Promise<void> {
    this.#url = undefined;
    const running = await this.#starting?.catch(() => undefined);
    await running?.stop();
    await this.#sandbox?.close();
  }
}

async function startSandbox(): Promise<EmbeddedSandbox> {
  const sandbox = await startEmbeddedSandbox({});
  if ('url' in sandbox) return sandbox;
  throw new Error(`The sandbox did not start: ${sandbox.join('; ')}`);
}
