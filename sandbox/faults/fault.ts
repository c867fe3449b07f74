import { z } from 'zod';
import { choice, fields, integer, json, text } from '../ground/parse-input.js';
import { PROVIDERS } from '../ground/tokens.js';
import { headers, patchFault, status } from './patch-fault.js';
import { retryAfter } from './retry-after.js';
import { type GeneratedText, generatedText } from './text.js';

type OfAny<Options extends readonly z.ZodType[]> = z.infer<Options[number]>;

/** What one call meets in place of its answer, before it, or in it. */
export type SingleFault =
  | z.infer<typeof none>
  | OfAny<typeof answering>
  | OfAny<typeof breaking>
  | { kind: 'latency'; ms: number; then?: SingleFault }
  | { kind: 'hold'; then?: SingleFault }
  | { kind: 'wire'; before?: GeneratedText; after?: GeneratedText; then?: SingleFault };

/** What a rule does to the calls that it matches. */
export type Fault = SingleFault | { kind: 'sequence'; faults: SingleFault[] };
export type FaultMatch = z.infer<typeof faultMatch>;
export type FaultRule = z.infer<typeof faultRule>;

/** Node keeps timers in 32 bits and fires at once beyond that. */
const milliseconds = integer({ max: 2_147_483_647 });

const none = fields({ kind: z.literal('none') });
const answering = [
  fields({
    kind: z.literal('status'),
    status,
    body: json.optional(),
    headers: headers.optional(),
  }),
  fields({ kind: z.literal('rateLimit'), retryAfter: retryAfter.optional() }),
  fields({ kind: z.literal('html'), status }),
  fields({ kind: z.literal('redirect'), status, location: text }),
  fields({
    kind: z.literal('raw'),
    status: status.optional(),
    headers: headers.optional(),
    body: generatedText.optional(),
    bodyBase64: text.optional(),
  }),
  patchFault,
  fields({ kind: z.literal('echoAuthorization'), status: status.optional() }),
] as const;

const breaking = [
  /** The connection is reset: before any byte, or after this many bytes of the body. */
  fields({ kind: z.literal('reset'), afterBytes: integer().optional() }),
  /** `full` promises the whole length and hangs up early; `actual` is a complete answer of cut JSON. */
  fields({
    kind: z.literal('truncate'),
    bytes: integer(),
    contentLength: choice(['full', 'actual']).optional(),
  }),
  fields({ kind: z.literal('hang') }),
  fields({ kind: z.literal('drip'), bytesPerTick: integer({ min: 1 }), tickMs: milliseconds }),
] as const;

/** These come before another fault, without which the normal answer follows. */
const then = { then: z.lazy((): z.ZodType<SingleFault> => singleFault).optional() };
const preceding = [
  fields({ kind: z.literal('latency'), ms: milliseconds, ...then }),
  /** Waits until a control call lets it go. */
  fields({ kind: z.literal('hold'), ...then }),
  /** Puts text on the connection as it is, before and after the answer. */
  fields({
    kind: z.literal('wire'),
    before: generatedText.optional(),
    after: generatedText.optional(),
    ...then,
  }),
] as const;

const singleFaults = [none, ...preceding, ...answering, ...breaking] as const;
const singleFault = z.discriminatedUnion('kind', singleFaults, { error: expectedOf(singleFaults) });

/** One per matching call, then normal answers again. */
const sequence = fields({ kind: z.literal('sequence'), faults: z.array(singleFault, 'an array of faults') });

const faults = [...singleFaults, sequence] as const;

/** Chooses calls; all given keys must fit. */
export const faultMatch = fields({
  provider: choice(PROVIDERS).optional(),
  method: text.optional(),
  token: text.optional(),
  /** Part of the route template, or a whole route with its method. */
  route: text.optional(),
  /** Part of the raw path and query. */
  path: text.optional(),
});

/** The first rule that matches a call and is due decides. */
export const faultRule = fields({
  match: faultMatch.optional(),
  fault: z.discriminatedUnion('kind', faults, { error: expectedOf(faults) }),
  /** How many matching calls are hit. Default: all. */
  times: integer({ min: 1 }).optional(),
  /** How many matching calls pass first. Default: none. */
  skip: integer().optional(),
});

function expectedOf(options: readonly { shape: { kind: { value: string } } }[]) {
  const kinds = options.map(({ shape }) => shape.kind.value).join(', ');
  return ({ code }: { code?: string }) => (code === 'invalid_type' ? 'an object' : `one of ${kinds}`);
}
