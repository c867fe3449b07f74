import type { Answer } from '../http/answer.js';
import type { SandboxRequest } from '../http/request.js';
import type { Parameters } from '../http/route.js';
import type { JsonValue } from '../json.js';
import type { SandboxState } from '../state.js';

export interface ControlCall {
  readonly state: SandboxState;
  readonly parameters: Parameters;
  readonly request: SandboxRequest;
  readonly body: JsonValue;
  readonly reset: () => void;
}

export type ControlHandler = (call: ControlCall) => Answer;

/** More rows than this are no test of a client any more, but of memory. */
export const ROWS_MAX = 1_000_000;
