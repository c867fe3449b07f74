import type { Answer } from '../http/answer.js';
import type { SandboxRequest } from '../http/request.js';
import type { Parameters } from '../http/route.js';
import type { JsonValue } from '../ground/json.js';
import type { SandboxState } from '../emulator/state.js';

export interface ControlCall {
  readonly state: SandboxState;
  readonly parameters: Parameters;
  readonly request: SandboxRequest;
  readonly body: JsonValue;
  readonly reset: () => void;
}

export type ControlHandler = (call: ControlCall) => Answer;
