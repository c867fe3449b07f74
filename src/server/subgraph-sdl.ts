import { getDocumentNodeFromSchema } from '@graphql-tools/utils';
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

/** The oldest version whose directives are all that the SDL uses. */
const FEDERATION = 'https://specs.apollo.dev/federation/v2.9';

const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation']);

const AUTHENTICATED = parseDirective('@authenticated');

const NODE_FIELDS: ReadonlySet<string> = new Set(['node', 'nodes']);

/**
 * A description of codes that no field has as its type. Its name is one that any subgraph may use, and composers remark
 * on a type that nobody refers to.
 */
const UNREFERENCED = 'ErrorCode';

/** The graph as SDL for a router: with its keys and the other federation directives, without what it cannot share. */
export function printSubgraph(graph: GraphQLSchema, options: SubgraphOptions): string {
  const document = getDocumentNodeFromSchema(lexicographicSortSchema(graph));
  const selected = omitUnshareable(document, options);
  return `${print(addLink(options.isAuthenticated ? authenticate(selected) : selected))}\n`;
}

function omitUnshareable(document: DocumentNode, { servesNode }: SubgraphOptions): DocumentNode {
  return visit(document, {
    EnumTypeDefinition: ({ name }) => (name.value === UNREFERENCED ? null : undefined),
    ObjectTypeDefinition: (type) => {
      if (type.name.value !== 'Query' || servesNode) return undefined;
      return { ...type, fields: type.fields?.filter(({ name }) => !NODE_FIELDS.has(name.value)) ?? [] };
    },
  });
}

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
  return visit(document, {
    SchemaDefinition: (schema) => ({ ...schema, directives: [link] }),
  });
}

function parseDirective(text: string): ConstDirectiveNode {
  const [schema] = parse(`schema ${text} { query: Query }`).definitions;
  return (schema as SchemaDefinitionNode).directives?.[0] as ConstDirectiveNode;
}
