import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { ProviderName } from '../../errors/provider-name.js';
import type { ProviderDefinition, WebhookNews, WebhookRule } from '../../providers/provider.js';
import type { Metrics } from '../metrics.js';
import type { Drain } from './drain.js';
import { badRequest, RefusedError, sendRefusal } from './refusal.js';

/** What is known of a webhook that has been taken: whose list has changed. */
export interface Wake {
  readonly provider: ProviderName;
  readonly accountId: string;
}

/** Who may send webhooks, and who is told of them. */
export interface WebhookOptions {
  readonly definitions: readonly ProviderDefinition[];
  /** Of each provider that may tell. The others have no address to tell it to. */
  readonly secrets: ReadonlyMap<ProviderName, readonly string[]>;
  readonly bodyBytesMax: number;
  readonly metrics: Metrics;
  readonly onWake: (wake: Wake) => void;
}

/** Ids of events that have been taken: senders repeat them until they are sure. */
const EVENTS_MAX = 10_000;
const EVENT_ID_LENGTH_MAX = 256;

const notGenuine = new RefusedError(
  badRequest('Expected a signature of the body with the secret of this address, no more than 5 minutes old.'),
);
const notJson = new RefusedError(badRequest('Expected a JSON body.'));
const notAllowed = { ...badRequest('Expected POST.', 405), headers: { allow: 'POST' } };

/**
 * `POST /webhooks/...` of each provider that tells when something changes. Nothing of what it says goes to anybody: it only
 * makes us look. So neither its order nor its repetition matters.
 */
export async function addWebhookRoutes(
  app: FastifyInstance,
  options: WebhookOptions,
  drain: Drain,
): Promise<void> {
  await app.register(async (scope) => {
    // Signed are the bytes as they came, whatever they are said to be.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const { name, webhook } of options.definitions) {
      const secrets = options.secrets.get(name);
      if (webhook && secrets) addWebhookRoute(scope, { ...options, name, webhook, secrets }, drain);
    }
  });
}

interface OneWebhook extends Omit<WebhookOptions, 'secrets'> {
  readonly name: ProviderName;
  readonly webhook: WebhookRule;
  readonly secrets: readonly string[];
}

function addWebhookRoute(
  app: FastifyInstance,
  { name, webhook, secrets, bodyBytesMax, metrics, onWake }: OneWebhook,
  drain: Drain,
): void {
  const url = `/webhooks/${webhook.path}`;
  const seen = new LRUCache<string, true>({ max: EVENTS_MAX });
  const others = app.supportedMethods.filter((method) => method !== 'POST');
  app.route({
    method: others,
    url,
    handler: async (request, reply) => sendRefusal(request, reply, notAllowed),
  });
  app.post(
    url,
    { bodyLimit: bodyBytesMax, onRequest: async (request, reply) => drain.refuse(request, reply) },
    async (request, reply) => {
      const { headers, body } = request;
      const signature = headers[webhook.signatureHeader];
      const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
      const received = {
        signature: typeof signature === 'string' ? signature : '',
        body: bytes,
        nowMs: Date.now(),
      };
      if (!webhook.isGenuine(received, secrets)) {
        metrics.live.countWebhook('refused');
        throw notGenuine;
      }
      const news = webhook.read(parse(bytes));
      const outcome = takeNews(news, seen);
      if (news && outcome === 'taken') onWake({ provider: name, accountId: news.accountId });
      metrics.live.countWebhook(outcome);
      return reply.code(204).send();
    },
  );
}

/** What is genuine and no news is answered like news: whoever sent it has done his part. */
function takeNews(
  news: WebhookNews | undefined,
  seen: LRUCache<string, true>,
): 'taken' | 'repeated' | 'ignored' {
  if (!news || news.eventId.length > EVENT_ID_LENGTH_MAX) return 'ignored';
  if (seen.has(news.eventId)) return 'repeated';
  seen.set(news.eventId, true);
  return 'taken';
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw notJson;
  }
}
