import type { GraphQLResolveInfo } from 'graphql';
import { parseResolveInfo, type ResolveTree } from 'graphql-parse-resolve-info';
import { createParameterDecorator } from 'type-graphql';
import type { SelectedFields } from './detail-cost.js';
import { withFiguresBehind } from './reconcile.js';

type ParameterDecorator = ReturnType<typeof createParameterDecorator>;

/** The fields selected of the invoices that this field answers. */
export function FieldsOfInvoices(): ParameterDecorator {
  return selecting(fieldsOf);
}

/** The fields selected of the invoices in the connection that this field answers. */
export function FieldsOfNodes(): ParameterDecorator {
  return selecting((connection) => {
    const nodes = fieldsOf(connection).flatMap((field) =>
      field.name === 'edges' ? fieldsOf(field) : [field],
    );
    return nodes.filter(({ name }) => name === 'nodes' || name === 'node').flatMap(fieldsOf);
  });
}

function selecting(find: (tree: ResolveTree) => readonly ResolveTree[]): ParameterDecorator {
  return createParameterDecorator(({ info }): SelectedFields => {
    let names: ReadonlySet<string> | undefined;
    return () => (names ??= withFiguresBehind(new Set(find(parse(info)).map(({ name }) => name))));
  });
}

function parse(info: GraphQLResolveInfo): ResolveTree {
  return parseResolveInfo(info) as ResolveTree;
}

/** The fields selected below a field, on whichever type a fragment names, and whatever they are called there. */
function fieldsOf({ fieldsByTypeName }: ResolveTree): readonly ResolveTree[] {
  return Object.values(fieldsByTypeName).flatMap((fields) => Object.values(fields));
}
