import 'reflect-metadata';
import {
  buildClientSchema,
  buildSchema,
  introspectionFromSchema,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  parse,
  print,
  printSchema,
  type GraphQLNamedType,
} from 'graphql';
import { errorCodes } from '../../../src/errors/error-codes.js';
import { createGraph, createServedGraph, printGraph } from '../../../src/server/schema/schema.js';

const schema = createGraph();
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** Everything of a type that a reader of the schema can ask about. */
function partsOf(type: GraphQLNamedType): (readonly [string, Described])[] {
  if (isEnumType(type)) return type.getValues().map((value) => [`${type.name}.${value.name}`, value]);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field]);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    [`${type.name}.${field.name}`, field] as const,
    ...field.args.map((arg) => [`${type.name}.${field.name}(${arg.name}:)`, arg] as const),
  ]);
}

const isSentence = (text: string | null | undefined): boolean => /^[^\s].*[.`)]$/s.test(text ?? '');

test('F57 every type, field, argument, input field and enum value is described in a sentence', () => {
  const all = types.flatMap((type) => [[type.name, type] as const, ...partsOf(type)]);
  expect(all.length).toBeGreaterThan(200);
  expect(all.filter(([, { description }]) => !isSentence(description)).map(([place]) => place)).toEqual([]);
  expect(schema.description).toMatch(/\.$/);
});

test('F57 nothing is deprecated yet, so nothing lacks a replacement', () => {
  const parts = types
    .flatMap(partsOf)
    .filter(([, part]) => 'deprecationReason' in part && part.deprecationReason);
  expect(parts.map(([place]) => place)).toEqual([]);
});

test('F29 the enum ErrorCode is the list of codes', () => {
  const type = schema.getType('ErrorCode');
  expect(isEnumType(type) && type.getValues().map(({ name }) => name)).toEqual(Object.keys(errorCodes));
});

/** As tools see the graph that know it by introspection alone, and as their users commit it: root types go by their names. */
function printIntrospected(): string {
  const seen = buildClientSchema(introspectionFromSchema(schema));
  const { definitions } = parse(printSchema(seen));
  return print({
    kind: Kind.DOCUMENT,
    definitions: definitions.filter(({ kind }) => kind !== Kind.SCHEMA_DEFINITION),
  });
}

test('F57 root types are known by their names: what is printed from introspection has no further root', () => {
  const text = printIntrospected();
  expect(text).not.toMatch(/^schema\b/m);
  const built = buildSchema(text);
  const roots = [built.getQueryType(), built.getMutationType(), built.getSubscriptionType()];
  expect(roots.map((type) => type?.name)).toEqual(['Query', 'Mutation', 'Subscription']);
  expect(Object.keys(built.getTypeMap()).filter((name) => /^subscription/i.test(name))).toEqual([
    'SubscriptionItem',
    'Subscription',
  ]);
});

test('F59 arguments come in the order in which they were written, those that must be given first', () => {
  const fields = createServedGraph().getQueryType()?.getFields() ?? {};
  const argumentsOf = (name: string): unknown => fields[name]?.args.map((argument) => argument.name);
  const paging = ['first', 'after', 'last', 'before'];
  expect(argumentsOf('billingAccount')).toEqual(['provider', 'workspaceId', 'accountId']);
  expect(argumentsOf('billingAccounts')).toEqual(['provider', 'workspaceId', ...paging]);
  expect(argumentsOf('invoices')).toEqual(['accountIds', ...paging, 'filter']);
});

test("F59 a router's root fields come after all others", () => {
  const names = Object.keys(createServedGraph().getQueryType()?.getFields() ?? {});
  expect(names.slice(-2).toSorted()).toEqual(['_entities', '_service']);
  expect(names.filter((name) => name.startsWith('_'))).toHaveLength(2);
});

test('F46 what has a global id is a Node', () => {
  const node = schema.getType('Node');
  const names = isInterfaceType(node) ? schema.getPossibleTypes(node).map(({ name }) => name) : [];
  expect(names.toSorted()).toEqual(['BillingAccount', 'BillingSubscription', 'Invoice', 'Workspace']);
  const withId = types.filter((type) => isObjectType(type) && 'id' in type.getFields());
  expect(withId.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});

test('F57 printing what was built from the print gives the same text', () => {
  const text = printGraph(schema);
  expect(printGraph(buildSchema(text))).toBe(text);
});

test('F36 no money and no time is an Int or a Float', () => {
  const numbers = types
    .flatMap(partsOf)
    .filter(([, part]) => 'type' in part && /^\[?(?:Int|Float)\b/.test(String(part.type)))
    .map(([place]) => place);
  expect(numbers.filter((place) => !place.includes('(')).toSorted()).toEqual([
    'CountEstimate.value',
    'CurrencyTotals.invoices',
    'Money.exponent',
    'PreviewItemInput.quantity',
    'ProviderUnavailableError.retryAfterMs',
    'RateLimitedError.retryAfterMs',
    'ScanCoverage.scanned',
    'ScanCoverage.undecided',
    'SourceStatus.retryAfterMs',
    'SubscriptionItem.quantity',
  ]);
});

test('F45 InvoicePreview is no Node; Invoice is one', () => {
  const interfacesOf = (name: string): string[] => {
    const type = schema.getType(name);
    return isObjectType(type)
      ? type
          .getInterfaces()
          .map((each) => each.name)
          .toSorted()
      : [];
  };
  expect(interfacesOf('Invoice')).toEqual(['InvoiceFigures', 'Node']);
  expect(interfacesOf('InvoicePreview')).toEqual(['InvoiceFigures']);
});
