import fc from 'fast-check';
import { ResponseReader } from '../../bench/response-reader.mjs';

const answers = [
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhällo'.replace('5', '6'),
  'HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
];

test('Answers are read one after the other, however they are cut', () => {
  const bytes = Buffer.from(answers.join(''));
  fc.assert(
    fc.property(fc.array(fc.nat({ max: bytes.length }), { maxLength: 12 }), (cuts) => {
      const places = [0, ...cuts.sort((one, other) => one - other), bytes.length];
      const seen: unknown[] = [];
      const reader = new ResponseReader(({ status, body }) => seen.push([status, body]), true);
      places.slice(1).forEach((end, index) => reader.push(bytes.subarray(places[index], end)));
      expect(seen).toEqual([
        [200, 'hällo'],
        [503, ''],
        [200, 'abcde'],
      ]);
    }),
  );
});
