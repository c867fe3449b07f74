import { type Answer, jsonAnswer } from '../http/answer.js';

export function problem(status: number, problems: readonly string[]): Answer {
  return jsonAnswer(status, { problems: [...problems] });
}

export function done(): Answer {
  return { status: 204, headers: {} };
}
