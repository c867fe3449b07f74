import { GraphQLScalarType } from 'graphql';
import { badUserInput, quote } from '../errors/billing-error.js';
import { parseWebUrl } from './web-url.js';

function parse(value: unknown): string {
  const url = parseWebUrl(value);
  if (url === undefined) throw badUserInput(`Expected an absolute https URL, got ${quote(value)}.`);
  return url;
}

export const UrlScalar = new GraphQLScalarType<string, string>({
  name: 'URL',
  description:
    'An absolute `https` address without credentials in it: printable ASCII, exactly as the provider sent it.',
  specifiedByURL: 'https://url.spec.whatwg.org/',
  // What is served was read at the border already.
  serialize: String,
  extensions: { text: 'any' },
  parseValue: parse,
});
