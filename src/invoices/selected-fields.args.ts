import {
  getNamedType,
  isAbstractType,
  isObjectType,
  type FieldNode,
  type GraphQLFieldMap,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { createParameterDecorator } from 'type-graphql';
import type { SelectedFields } from './detail-cost.js';
import { withFiguresBehind } from './reconcile.js';

type ParameterDecorator = ReturnType<typeof createParameterDecorator>;

/** The fields selected of the invoices that this field answers. */
export function FieldsOfInvoices(): ParameterDecorator {
  return selecting((info) => fieldsOf(toSelection(info), info));
}

/** The fields selected of the invoices in the connection that this field answers. */
export function FieldsOfNodes(): ParameterDecorator {
  return selecting((info) => {
    const fields = fieldsOf(toSelection(info), info);
    const inner = fields.flatMap((field) => (field.name === 'edges' ? fieldsOf(field, info) : [field]));
    return inner
      .filter(({ name }) => name === 'nodes' || name === 'node')
      .flatMap((field) => fieldsOf(field, info));
  });
}

/** A field that is selected, in one place or several. */
interface Selection {
  readonly name: string;
  /** Of what it answers, lists and non-null taken off. */
  readonly type: GraphQLNamedType;
  readonly nodes: readonly FieldNode[];
}

function selecting(find: (info: GraphQLResolveInfo) => readonly Selection[]): ParameterDecorator {
  return createParameterDecorator(({ info }): SelectedFields => {
    let names: ReadonlySet<string> | undefined;
    return () => (names ??= withFiguresBehind(new Set(find(info).map(({ name }) => name))));
  });
}

function toSelection({ fieldName, returnType, fieldNodes }: GraphQLResolveInfo): Selection {
  return { name: fieldName, type: getNamedType(returnType), nodes: fieldNodes };
}

/** The fields selected below a field, on whichever type a fragment names, and whatever they are called there. */
function fieldsOf({ type, nodes }: Selection, info: GraphQLResolveInfo): readonly Selection[] {
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
