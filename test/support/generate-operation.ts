import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** Whole numbers from 0 to `below`, without it. */
export type Draw = (below: number) => number;

export interface GeneratedOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** Values that an argument may be given, by the name of the argument. */
export type ArgumentPool = Readonly<Record<string, readonly unknown[]>>;

const DEPTH_MAX = 7;

/** A query over a schema: aliases, fragments on types and interfaces, conditions, variables and literals. */
export function generateOperation(schema: GraphQLSchema, pool: ArgumentPool, draw: Draw): GeneratedOperation {
  return new Generator(schema, pool, draw).operation();
}

class Generator {
  readonly #variables: Record<string, unknown> = {};
  readonly #declarations: string[] = [];
  readonly #fragments: string[] = [];
  #aliases = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly pool: ArgumentPool,
    private readonly draw: Draw,
  ) {}

  operation(): GeneratedOperation {
    const root = this.schema.getQueryType() as GraphQLNamedType;
    const selection = this.#selection(root, 0);
    const declared = this.#declarations.length > 0 ? `(${this.#declarations.join(', ')})` : '';
    return {
      query: [`query Generated${declared} ${selection}`, ...this.#fragments].join('\n'),
      variables: this.#variables,
    };
  }

  #selection(type: GraphQLNamedType, depth: number): string {
    const parts: string[] = [];
    const count = 1 + this.draw(depth === 0 ? 3 : 5);
    for (let made = 0; made < count; made += 1) parts.push(this.#part(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  #part(type: GraphQLNamedType, depth: number): string {
    const kind = this.draw(12);
    if (kind === 0) return '__typename';
    if (kind === 1 && depth > 0) return `... ${this.#condition()} ${this.#selection(type, depth + 1)}`;
    if (isAbstractType(type) && kind < 8) {
      const possible = this.schema.getPossibleTypes(type);
      const chosen = possible[this.draw(possible.length)] as GraphQLNamedType;
      return `... on ${chosen.name} ${this.#selection(chosen, depth + 1)}`;
    }
    if (kind === 2 && depth > 0) return this.#fragment(type, depth);
    return this.#field(type, depth);
  }

  #fragment(type: GraphQLNamedType, depth: number): string {
    const interfaces = isObjectType(type) ? type.getInterfaces() : [];
    const on = [type, ...interfaces][this.draw(1 + interfaces.length)] as GraphQLNamedType;
    const body = this.#selection(on, depth + 1);
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${on.name} ${body}`);
    return `...${name} ${this.#condition()}`;
  }

  #field(type: GraphQLNamedType, depth: number): string {
    const all = 'getFields' in type ? Object.values(type.getFields()) : [];
    const fields = (all as GraphQLField<unknown, unknown>[]).filter((field) => this.#isServed(field, depth));
    if (fields.length === 0) return '__typename';
    const field = fields[this.draw(fields.length)] as GraphQLField<unknown, unknown>;
    const named = getNamedType(field.type);
    const below = isCompositeType(named) ? ` ${this.#selection(named, depth + 1)}` : '';
    // Two fields of one name must ask the same, so nearly all have names of their own.
    const alias =
      field.args.length > 0 || this.draw(3) === 0 || below !== '' ? `a${(this.#aliases += 1)}: ` : '';
    return `${alias}${field.name}${this.#args(field)} ${this.#condition()}${below}`;
  }

  #isServed({ type, args }: GraphQLField<unknown, unknown>, depth: number): boolean {
    if (depth >= DEPTH_MAX && isCompositeType(getNamedType(type))) return false;
    return args.every(({ name }) => name in this.pool);
  }

  #args({ args }: GraphQLField<unknown, unknown>): string {
    const given = args.flatMap(({ name, type }) => {
      const values = this.pool[name] ?? [];
      const value = values[this.draw(values.length)];
      if (value === undefined) return [];
      if (this.draw(2) === 0) return [`${name}: ${toLiteral(value, String(type))}`];
      return [`${name}: $${this.#variable(String(type), value)}`];
    });
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  #condition(): string {
    if (this.draw(6) > 0) return '';
    const value = this.draw(2) === 0;
    const condition = this.draw(2) === 0 ? String(value) : `$${this.#variable('Boolean!', value)}`;
    return `@${this.draw(2) === 0 ? 'skip' : 'include'}(if: ${condition})`;
  }

  #variable(type: string, value: unknown): string {
    const name = `v${this.#declarations.length}`;
    this.#declarations.push(`$${name}: ${type}`);
    this.#variables[name] = value;
    return name;
  }
}

/** What GraphQL reads as it is written: names of enums, and the fields of inputs, which have their own types. */
function toLiteral(value: unknown, type: string): string {
  if (ENUMS.has(type.replace('!', ''))) return String(value);
  if (type !== 'InvoiceFilter' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value as Record<string, unknown>).map(([name, part]) => {
    return `${name}: ${name === 'status' ? `[${String(part)}]` : JSON.stringify(part)}`;
  });
  return `{ ${fields.join(', ')} }`;
}

const ENUMS: ReadonlySet<string> = new Set(['BillingProvider', 'InvoiceOrder']);
