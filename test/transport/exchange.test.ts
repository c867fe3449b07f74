import { toExchange } from './upstream-call.js';

/** The one thing that policies may rely on: whoever asks to be told that an exchange is over is told, once. */

test('F17 everybody who asked is told that an exchange is over, in that order, with what it failed with', () => {
  const exchange = toExchange();
  const told: unknown[] = [];
  exchange.whenOver((over, error) => told.push(['first', over === exchange, error]));
  exchange.whenOver((over, error) => told.push(['second', over === exchange, error]));
  const error = new Error('reset');
  exchange.settle(error);
  expect(told).toEqual([
    ['first', true, error],
    ['second', true, error],
  ]);
});

test('F17 an exchange is over once, whoever settles it again', () => {
  const exchange = toExchange();
  const told: unknown[] = [];
  exchange.whenOver((_over, error) => told.push(error));
  exchange.settle();
  exchange.settle(new Error('too late'));
  expect(told).toEqual([undefined]);
});

test('F17 who works on an exchange is stopped once, and not when it has been settled', () => {
  const [ended, settled] = [toExchange(), toExchange()];
  const stopped: string[] = [];
  for (const exchange of [ended, settled]) exchange.onEnd((reason) => stopped.push(reason.message));
  ended.end('left', new Error('the client went away'));
  ended.end('late', new Error('time is up'));
  settled.settle();
  settled.end('left', new Error('nobody waits'));
  expect(stopped).toEqual(['the client went away']);
});
