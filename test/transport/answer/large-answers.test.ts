import { LargeAnswers } from '../../../src/transport/answer/large-answers.js';

/** Large answers have a room of their own, and one alone always fits. */

test('L12 what is beyond the room is refused, and what is let go of leaves its place to others', () => {
  const answers = new LargeAnswers(100);
  answers.grow(0, 60);
  answers.grow(0, 40);
  expect(() => answers.grow(0, 1)).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
  expect(() => answers.grow(40, 41)).toThrow('as many of those at the moment as there is room for');
  answers.release(40);
  answers.grow(60, 61);
  answers.grow(0, 39);
  expect(() => answers.grow(39, 40)).toThrow();
});

test('L12 one alone has room, however large', () => {
  const answers = new LargeAnswers(100);
  answers.grow(0, 60);
  answers.grow(60, 5000);
  expect(() => answers.grow(0, 1)).toThrow();
  answers.release(5000);
  answers.grow(0, 500);
});
