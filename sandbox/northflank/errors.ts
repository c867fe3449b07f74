import { type Answer, jsonAnswer } from '../http/answer.js';

export class NorthflankRefusal extends Error {
  override readonly name = 'NorthflankRefusal';
  constructor(readonly answer: Answer) {
    super(`Refused with ${answer.status}.`);
  }
}

export function refuse(status: number, id: string, message: string): NorthflankRefusal {
  return new NorthflankRefusal(jsonAnswer(status, { error: { message, id, details: {} } }));
}
