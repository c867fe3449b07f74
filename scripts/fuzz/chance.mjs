import { numbersFrom } from '../numbers-from.mjs';

/** Texts that JSON allows and nobody documents. */
export const ODD_VALUES = [
  'null',
  '""',
  '"text"',
  '-5',
  '1.5',
  '0.1e1',
  '1e3',
  '1E-2',
  '1e400',
  '12345678901234567890',
  '9007199254740993',
  '-0',
  '01',
  'true',
  '[]',
  '{}',
  '[null]',
  '{"total":7}',
  '"12.5"',
  '"\\ud800"',
  '"\\u0000"',
  '"JPY"',
  '"usd "',
  '\u2028',
  '\ufeff',
];

/** Numbers and choices that are the same for one seed. */
export class Chance {
  #next;

  constructor(seed) {
    this.#next = numbersFrom(seed);
  }

  /** A whole number from 0 to `limit`, without it. */
  below(limit) {
    return Math.floor(this.#next() * limit);
  }

  of(values) {
    return values[this.below(values.length)];
  }

  /** Any bytes. */
  bytes(length) {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  /** The same text with some places changed: cut, doubled, moved, overwritten or cut off. */
  mutate(text, times) {
    let changed = text;
    for (let time = 0; time < times; time += 1) changed = this.#mutateOnce(changed);
    return changed;
  }

  #number() {
    const digits = Array.from({ length: 1 + this.below(18) }, () => this.below(10)).join('');
    return String(BigInt(digits)) + this.of(['', '', '.5', '.125', 'e2', '.10e1']);
  }

  #mutateOnce(text) {
    const from = this.below(text.length + 1);
    const to = Math.min(text.length, from + 1 + this.below(12));
    const piece = text.slice(from, to);
    const [before, after] = [text.slice(0, from), text.slice(to)];
    switch (this.below(7)) {
      case 0:
        return before + after;
      case 1:
        return before + piece + piece + after;
      case 2:
        return before + this.of(ODD_VALUES) + after;
      case 3:
        return before + this.of(['"', '\\', ',', ':', '{', '}', '[', ']', ' ', '\0', '\u00e9', '9']) + after;
      case 4:
        return before + String(this.below(10)) + text.slice(from + 1);
      case 5: {
        const at = this.below(after.length + 1);
        return before + after.slice(0, at) + piece + after.slice(at);
      }
      default:
        return this.below(4) === 0 ? before : this.replaceValue(text);
    }
  }

  /** The same JSON with one of its values replaced by another text, or by another number. */
  replaceValue(text) {
    const values = [...text.matchAll(/(?<=":)("[^"]*"|-?[\d.]+|true|false|null)/g)];
    if (values.length === 0) return text;
    const { index, 0: old } = this.of(values);
    const value = this.below(2) === 0 ? this.of(ODD_VALUES) : this.#number();
    return text.slice(0, index) + value + text.slice(index + old.length);
  }
}
