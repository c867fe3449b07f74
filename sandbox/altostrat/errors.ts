import { type Answer, jsonAnswer } from '../http/answer.js';
import type { JsonObject } from '../ground/json.js';

/** A refusal on its way out; thrown so that checks read as a list of conditions. */
export class AltostratRefusal extends Error {
  override readonly name = 'AltostratRefusal';
  constructor(readonly answer: Answer) {
    super(`Refused with ${answer.status}.`);
  }
}

/** Authentication and framework errors carry a message and nothing else. */
export function refuse(
  status: number,
  message: string,
  headers: Record<string, string> = {},
): AltostratRefusal {
  return new AltostratRefusal(jsonAnswer(status, { message }, headers));
}

/** Flat, with Stripe's keys but without Stripe's `error` wrapper. */
export function refuseRequest(
  status: number,
  code: string,
  message: string,
  param?: string,
): AltostratRefusal {
  const body: JsonObject = { type: 'invalid_request_error', code, message };
  if (param !== undefined) body.param = param;
  return new AltostratRefusal(jsonAnswer(status, body));
}

export function refuseConflict(code: string, message: string): AltostratRefusal {
  return new AltostratRefusal(
    jsonAnswer(409, {
      type: 'conflict_error',
      code,
      message,
      doc_url: `https://docs.altostrat.io/errors/${code}`,
    }),
  );
}

export type FieldErrors = Record<string, string[]>;

/** Laravel's shape: the first message, a count of the others, and all of them by field. */
export function refuseFields(errors: FieldErrors): AltostratRefusal {
  const all = Object.values(errors).flat();
  const others = all.length - 1;
  const suffix = others > 0 ? ` (and ${others} more error${others > 1 ? 's' : ''})` : '';
  return new AltostratRefusal(jsonAnswer(422, { message: `${all[0] ?? 'Invalid.'}${suffix}`, errors }));
}
