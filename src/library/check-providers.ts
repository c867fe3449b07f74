import type { ProviderDefinition } from '../providers/provider.js';
import { routerHeader } from '../server/operation/router-access.js';
import { createVariables } from '../server/variables.js';
import { SettingsError } from './settings-error.js';

/** What GraphQL lets a value of an enum be, as this graph writes them. */
const NAME = /^[A-Z][A-Z0-9_]{0,63}$/;

/** As HTTP has them, in lower case. */
const HEADER = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Headers that say something else already: to HTTP, to this service, or to proxies before it. */
const TAKEN: ReadonlySet<string> = new Set([
  'accept',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'host',
  'last-event-id',
  'x-request-id',
  routerHeader,
]);

/**
 * What the providers of one server owe each other: a token must not reach two of them, and an id must not name two.
 *
 * @throws SettingsError with all that is wrong
 */
export function checkProviders(definitions: readonly ProviderDefinition[]): void {
  const repeated = (read: (definition: ProviderDefinition) => unknown): string =>
    listRepeated(definitions.map(read)).join(', ');
  const variables = [
    ...Object.keys(createVariables([]).shape),
    ...definitions.map(({ baseUrl }) => baseUrl.variable),
    ...definitions.flatMap(({ webhook }) => (webhook ? [webhook.variable] : [])),
  ];
  const rules: readonly (readonly [what: string, expected: string, wrong: string])[] = [
    ['number', 'at least one', definitions.length === 0 ? 'none' : ''],
    ['name', 'capital letters, digits and _', list(definitions, ({ name }) => !NAME.test(name))],
    ['name', 'one for each', repeated(({ name }) => name)],
    [
      'credentialHeader',
      'the name of a header in lower case that says nothing else',
      list(definitions, ({ credentialHeader: header }) => !HEADER.test(header) || TAKEN.has(header)),
    ],
    ['credentialHeader', 'one for each', repeated(({ credentialHeader }) => credentialHeader)],
    ['baseUrl and webhook', 'variables of their own', listRepeated(variables).join(', ')],
    [
      'webhook',
      'a path for each',
      listRepeated(definitions.flatMap(({ webhook }) => webhook?.path ?? [])).join(', '),
    ],
    ['hasWorkspaces', 'one provider at most', several(definitions, ({ hasWorkspaces }) => hasWorkspaces)],
    [
      'hasVerifiableTokens',
      'one provider at most',
      several(definitions, ({ hasVerifiableTokens }) => hasVerifiableTokens === true),
    ],
  ];
  const problems = rules.filter(([, , wrong]) => wrong !== '');
  if (problems.length === 0) return;
  throw new SettingsError(
    problems.map(([what, expected, wrong]) => `providers, ${what}: expected ${expected}, got ${wrong}`),
  );
}

function list(
  definitions: readonly ProviderDefinition[],
  isMeant: (definition: ProviderDefinition) => boolean,
): string {
  return definitions
    .filter(isMeant)
    .map(({ name }) => name)
    .join(', ');
}

function several(...asked: Parameters<typeof list>): string {
  const names = list(...asked);
  return names.includes(', ') ? names : '';
}

function listRepeated(values: readonly unknown[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))].map(String);
}
