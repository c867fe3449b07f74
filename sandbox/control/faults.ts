import { faultMatch, faultRule } from '../faults/fault.js';
import { fields, integer, parseInput } from '../ground/parse-input.js';
import type { JsonValue } from '../ground/json.js';
import { type Answer, jsonAnswer } from '../http/answer.js';
import { done, problem } from './answers.js';
import type { ControlCall } from './control-call.js';

export function listFaults({ state }: ControlCall): Answer {
  return jsonAnswer(200, { faults: state.faults.list() as unknown as JsonValue });
}

export function addFault({ state, body }: ControlCall): Answer {
  return jsonAnswer(201, { id: state.faults.add(parseInput(faultRule, body)) });
}

/** Held calls go on, so that a test's end leaves none behind. */
export function clearFaults({ state }: ControlCall): Answer {
  state.faults.clear();
  state.gate.release();
  return done();
}

export function removeFault({ state, parameters }: ControlCall): Answer {
  const { id = '' } = parameters;
  return state.faults.remove(id) ? done() : problem(404, [`There is no fault rule ${id}.`]);
}

/** In the order in which they came. Tokens stay out: they may be real ones. */
export function listHeld({ state }: ControlCall): Answer {
  const held = state.gate
    .list()
    .map(({ provider, method, route, rawPath }) => ({ provider, method, route, path: rawPath }));
  return jsonAnswer(200, { held });
}

const release = fields({ match: faultMatch.optional(), count: integer({ min: 1 }).optional() });

/** Lets calls go on, the first to come first; without a body all of them. */
export function releaseHeld({ state, body }: ControlCall): Answer {
  const { match, count } = parseInput(release, body);
  const released = state.gate.release(match, count);
  return jsonAnswer(200, { released, held: state.gate.list().length });
}
