import { getDocumentNodeFromSchema, MapperKind, mapSchema } from '@graphql-tools/utils';
import {
  lexicographicSortSchema,
  parse,
  print,
  specifiedDirectives,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  type SchemaDefinitionNode,
} from 'graphql';

export interface SubgraphOptions {
  /** Whether `Query.node` and `Query.nodes` are offered, which only one subgraph of a supergraph can do. */
  readonly servesNode: boolean;
  /** Whether the SDL declares that its fields need a caller who is logged in. It is enforced here either way. */
  readonly isAuthenticated: boolean;
}

/** What a router gets unless the settings say otherwise. */
export const subgraphDefaults: SubgraphOptions = { servesNode: false, isAuthenticated: false };

/** The oldest version that has all the directives of the SDL. */
const FEDERATION = 'https://specs.apollo.dev/federation/v2.9';

const NODE_FIELDS: ReadonlySet<string> = new Set(['node', 'nodes']);

/** No field has it as its type, so a supergraph has no use for it, and its name is one that any subgraph may use. */
const UNREFERENCED = 'ErrorCode';

/** The graph as a router has it: without what a supergraph cannot hold, or cannot hold twice. */
export function toSubgraph(graph: GraphQLSchema, { servesNode }: SubgraphOptions): GraphQLSchema {
  return mapSchema(graph, {
    [MapperKind.QUERY_ROOT_FIELD]: (field, name) => (!servesNode && NODE_FIELDS.has(name) ? null : field),
    [MapperKind.ENUM_TYPE]: (type) => (type.name === UNREFERENCED ? null : type),
  });
}

/** A graph that is for routers as SDL, with its keys and the other federation directives. */
export function printSubgraph(subgraph: GraphQLSchema, { isAuthenticated }: SubgraphOptions): string {
  const document = getDocumentNodeFromSchema(lexicographicSortSchema(subgraph));
  return `${print(addLink(isAuthenticated ? authenticate(document) : document))}\n`;
}

const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

const AUTHENTICATED = parseDirective('@authenticated');

/** On the ways in: root fields, and entities, which other subgraphs lead to. */
function authenticate(document: DocumentNode): DocumentNode {
  const add = <Node extends { readonly directives?: readonly ConstDirectiveNode[] }>(node: Node): Node => {
    return { ...node, directives: [...(node.directives ?? []), AUTHENTICATED] };
  };
  return visit(document, {
    ObjectTypeDefinition: (type) => {
      if (ROOTS.has(type.name.value)) return { ...type, fields: type.fields?.map(add) ?? [] };
      return type.directives?.some(({ name }) => name.value === 'key') ? add(type) : undefined;
    },
  });
}

/** Imports the directives that the document applies, so that they keep their short names. */
function addLink(document: DocumentNode): DocumentNode {
  const applied = new Set<string>();
  visit(document, { Directive: ({ name }) => void applied.add(name.value) });
  for (const { name } of specifiedDirectives) applied.delete(name);
  const imports = [...applied].sort().map((name) => `"@${name}"`);
  const link = parseDirective(`@link(url: "${FEDERATION}", import: [${imports.join(', ')}])`);
  return visit(document, { SchemaDefinition: (schema) => ({ ...schema, directives: [link] }) });
}

function parseDirective(text: string): ConstDirectiveNode {
  const [schema] = parse(`schema ${text} { query: Query }`).definitions;
  return (schema as SchemaDefinitionNode).directives?.[0] as ConstDirectiveNode;
}
