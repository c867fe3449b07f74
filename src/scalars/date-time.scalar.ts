import { GraphQLScalarType } from 'graphql';
import { badUserInput, quote } from '../errors/billing-error.js';
import { parseInstant } from './instant.js';

function parse(value: unknown): string {
  const instant = parseInstant(value);
  if (instant === undefined) {
    throw badUserInput(`Expected an RFC 3339 instant such as "2026-01-31T09:30:00Z", got ${quote(value)}.`);
  }
  return instant;
}

/** Text in, text out: providers send microseconds, which a Date would lose. */
export const DateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description:
    'An instant as RFC 3339 text in UTC, such as `2025-10-29T00:40:06.000000Z`. Fractions of a second are kept as the provider sent them, up to nine digits. The year is 0001 to 9999.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  // What is served was read at the border already.
  serialize: String,
  extensions: { text: 'plain' },
  parseValue: parse,
});
