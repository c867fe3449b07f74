import { readFileSync } from 'node:fs';
import { Kind, parse, type DocumentNode, type ObjectTypeDefinitionNode } from 'graphql';

/** The committed SDL for routers. */
export const sdl = readFileSync(new URL('../../schema/subgraph.graphql', import.meta.url), 'utf8');
export const document = parse(sdl);

export function typesOf({ definitions }: DocumentNode): readonly ObjectTypeDefinitionNode[] {
  return definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
}

export function typeOf(name: string): ObjectTypeDefinitionNode {
  const type = typesOf(document).find((each) => each.name.value === name);
  if (!type) throw new Error(`The SDL has no type ${name}.`);
  return type;
}

/** The directives of a type or field, as they are written: `key(fields: "id")`. */
export function directivesOf({
  directives,
}: Pick<ObjectTypeDefinitionNode, 'directives'>): readonly string[] {
  return (directives ?? []).map(({ name, loc }) => {
    const text = loc?.source.body.slice(loc.start + 1, loc.end) ?? '';
    return text || name.value;
  });
}

export function fieldOf(typeName: string, name: string): readonly string[] {
  const field = typeOf(typeName).fields?.find((each) => each.name.value === name);
  if (!field) throw new Error(`The SDL has no field ${typeName}.${name}.`);
  return directivesOf(field);
}
