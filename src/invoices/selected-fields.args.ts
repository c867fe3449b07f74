import {
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLFieldMap,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { createParameterDecorator } from 'type-graphql';
import type { SelectedFields } from './detail-cost.js';
import { withFiguresBehind } from './reconcile.js';

type ParameterDecorator = ReturnType<typeof createParameterDecorator>;

/** The fields selected of the invoices that this field answers. */
export function FieldsOfInvoices(): ParameterDecorator {
  return selecting(fieldsOfInvoices);
}

/** The fields selected of the invoices in the connection that this field answers. */
export function FieldsOfNodes(): ParameterDecorator {
  return selecting(fieldsOfNodes);
}

/** Whether the count is selected of the connection that this field answers. */
export function CountIsSelected(): ParameterDecorator {
  return createParameterDecorator(({ info }) => {
    return (): boolean => mentionsCount(info) && countIsSelected(info);
  });
}

/** As much of what GraphQL tells a resolver as it takes to find out what is selected below its field. */
export type SelectionInfo = Pick<
  GraphQLResolveInfo,
  'fieldName' | 'fieldNodes' | 'fragments' | 'returnType' | 'schema' | 'variableValues'
>;

/** Names of the fields selected of the invoices that a field answers. */
export function fieldsOfInvoices(info: SelectionInfo): ReadonlySet<string> {
  return namesOf(fieldsOf(toSelection(info), info));
}

/** Names of the fields selected of the invoices in the connection that a field answers. */
export function fieldsOfNodes(info: SelectionInfo): ReadonlySet<string> {
  const fields = fieldsOf(toSelection(info), info);
  const inner = fields.flatMap((field) => (field.name === 'edges' ? fieldsOf(field, info) : [field]));
  return namesOf(
    inner.filter(({ name }) => name === 'nodes' || name === 'node').flatMap((field) => fieldsOf(field, info)),
  );
}

/** Whether the count is selected of the connection that a field answers. */
export function countIsSelected(info: SelectionInfo): boolean {
  return fieldsOf(toSelection(info), info).some(({ name }) => name === 'count');
}

const mentioning = new WeakMap<FieldNode, boolean>();

/** Whether the document has it there, selected or not: found out once for all operations of a document. */
function mentionsCount({ fieldNodes, fragments }: SelectionInfo): boolean {
  return fieldNodes.some((node) => {
    const before = mentioning.get(node);
    if (before !== undefined) return before;
    const found = mentions('count', node.selectionSet, { fragments, seen: new Set() });
    mentioning.set(node, found);
    return found;
  });
}

interface Spreads {
  readonly fragments: SelectionInfo['fragments'];
  /** Names of those that have been looked into: each is, once, however often it is spread. */
  readonly seen: Set<string>;
}

function mentions(name: string, set: SelectionSetNode | undefined, spreads: Spreads): boolean {
  return (set?.selections ?? []).some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === name;
    if (selection.kind === Kind.INLINE_FRAGMENT) return mentions(name, selection.selectionSet, spreads);
    const fragment = selection.name.value;
    if (spreads.seen.has(fragment)) return false;
    spreads.seen.add(fragment);
    return mentions(name, spreads.fragments[fragment]?.selectionSet, spreads);
  });
}

function namesOf(fields: readonly Selection[]): ReadonlySet<string> {
  return withFiguresBehind(new Set(fields.map(({ name }) => name)));
}

/** A field that is selected, in one place or several. */
interface Selection {
  readonly name: string;
  /** Of what it answers, lists and non-null taken off. */
  readonly type: GraphQLNamedType;
  readonly nodes: readonly FieldNode[];
}

function selecting(find: (info: SelectionInfo) => ReadonlySet<string>): ParameterDecorator {
  return createParameterDecorator(({ info }): SelectedFields => {
    let names: ReadonlySet<string> | undefined;
    return () => (names ??= find(info));
  });
}

function toSelection({ fieldName, returnType, fieldNodes }: SelectionInfo): Selection {
  return { name: fieldName, type: getNamedType(returnType), nodes: fieldNodes };
}

/** The fields selected below a field, on whichever type a fragment names, and whatever they are called there. */
function fieldsOf({ type, nodes }: Selection, info: SelectionInfo): readonly Selection[] {
  const { schema, fragments, variableValues } = info;
  const types = isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
  return types.flatMap((each) => {
    const fields = [...collectSubfields(schema, fragments, variableValues, each, nodes).values()];
    return fields.flatMap((found) => toField(found, each.getFields()) ?? []);
  });
}

/** Undefined for `__typename`, which is none of the type's own. */
function toField(
  nodes: readonly FieldNode[],
  fields: GraphQLFieldMap<unknown, unknown>,
): Selection | undefined {
  const name = nodes[0]?.name.value ?? '';
  const field = fields[name];
  return field && { name, type: getNamedType(field.type), nodes };
}
