import {
  GraphQLBoolean,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  isEnumType,
  type GraphQLLeafType,
} from 'graphql';
import { completerOf, propertyCompleterOf, type Complete, type Composite } from './complete.js';
import { Constants } from './constants.js';
import { ESCAPED, giveUp, hush, join, quoteEscaped, type Parts, type Text } from './json-text.js';
import type { PlannedArguments } from './plan-arguments.js';
import type { PlannedObject, PlannedValue, ReadField } from './plan.js';
import type { Run } from './run.js';

type PlannedList = Extract<PlannedValue, { kind: 'list' }>;

/** Writes the text of the whole answer's `data`. */
export type WriteData = (source: undefined, run: Run) => Text;

/**
 * The plan as JavaScript: one function for each list and for each object that is not flat. Properties are read by their
 * names and text is put together as it is read, so that nothing is made of an answer but its text.
 *
 * In generated code `o` is the object, `c` the run, `s` the text since the last promise, `p` the parts before it (null:
 * none), `v` a value and `t` its text. `w` tells what is still to be closed (see `Constants`), so that a closing, a comma
 * and the next name are one piece of text.
 */
export function generate(plan: PlannedObject): WriteData {
  const generator = new Generator();
  const root = generator.nameOf(plan);
  return generator.build(root);
}

type WriteList = (
  list: readonly unknown[],
  run: Run,
  from: number,
  text: string,
  parts: Parts | null,
) => Text;

/** Goes on with a list in a later turn. No closure of the loop's own: it would make the loop slow. */
function goOn(
  write: WriteList,
  list: readonly unknown[],
  run: Run,
  from: number,
  text: string,
  parts: Parts | null,
): Text {
  return run.turns.next().then(() => write(list, run, from, text, parts));
}

/** Few items are done before the clock has moved. */
const ITEMS_AT_ONCE = 500;

/**
 * How a type writes a value that is text already: as it is, escaped where need be; `plain`: it never needs to be.
 * Undefined: in some way of its own. A scalar says so itself, in its extensions.
 */
function textOf(type: GraphQLLeafType): 'plain' | 'any' | undefined {
  if (type === GraphQLString || type === GraphQLID) return 'any';
  const { text } = type.extensions;
  return text === 'plain' || text === 'any' ? text : undefined;
}

class Generator {
  readonly #constants = new Constants();
  readonly #functions: string[] = [];
  readonly #names = new Map<Composite, string>();
  /** The functions, once they have been built. */
  #built: Readonly<Record<string, Complete>> = {};

  build(root: string): WriteData {
    const names = [...this.#names.values()];
    const source = `"use strict"; ${this.#functions.join('\n')}\nreturn { ${names.join(', ')} };`;
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- of a client's words it holds the names of variables alone
    const build = new Function(...this.#constants.names, source) as (
      ...constants: unknown[]
    ) => Record<string, Complete>;
    this.#built = build(...this.#constants.values);
    return this.#built[root] as WriteData;
  }

  /** The function of an object or a list, which is generated where there is none yet. */
  nameOf(composite: Composite): string {
    const known = this.#names.get(composite);
    if (known !== undefined) return known;
    const name = `f${this.#names.size}`;
    this.#names.set(composite, name);
    this.#functions.push(
      'kind' in composite ? this.#listFunction(name, composite) : this.#objectFunction(name, composite),
    );
    return name;
  }

  #objectFunction(name: string, object: PlannedObject): string {
    const { code, literal } = this.#fields(object, 'o', '');
    const end = this.#heads(`${literal}}`);
    return `function ${name}(o, c) {
      let s = '', p = null, w = 0, v, t;
      try { ${code} } catch (e) { ${this.#constant(hush)}(p); throw e; }
      return p === null ? s + ${end}[w] : ${this.#constant(join)}(p, s + ${end}[w]);
    }`;
  }

  #listFunction(name: string, plan: PlannedList): string {
    const { item } = plan;
    const complete = this.#completer(item);
    const text =
      item.kind === 'object'
        ? `${isObject('v')} ? ${this.nameOf(item.object)}(v, c) : ${complete}(v, c)`
        : `${complete}(v, c)`;
    return `function ${name}(list, c, i = 0, s = '[', p = null) {
      let v, t, before = c.characters - s.length;
      try {
        for (; i < list.length; i++) {
          if ((c.items += 1) > ${ITEMS_AT_ONCE} && (i & 7) === 7 && c.turns.isOver) {
            c.characters = before + s.length;
            ${this.#constant(hush)}(p);
            return ${this.#constant(goOn)}(${name}, list, c, i, s, p);
          }
          if (i !== 0) s += ',';
          v = list[i];
          t = ${text};
          if (typeof t === 'string') s += t;
          else { (p ??= []).push(s, t); before += s.length; s = ''; }
          if (before + s.length > c.charactersMax) ${this.#constant(giveUp)}();
        }
      } catch (e) { ${this.#constant(hush)}(p); throw e; }
      c.characters = before + s.length;
      return p === null ? s + ']' : ${this.#constant(join)}(p, s + ']');
    }`;
  }

  /** Code that writes all fields but for the last `literal`. `literal` comes before the object. */
  #fields(object: PlannedObject, source: string, literal: string): { code: string; literal: string } {
    let code = '';
    for (const [index, field] of object.fields.entries()) {
      literal += `${index === 0 ? '{' : ','}${JSON.stringify(field.key)}:`;
      if (field.kind === 'typename') {
        literal += JSON.stringify(object.type.name);
        continue;
      }
      code += field.resolve ? this.#resolved(field, literal) : this.#property(field, source, literal);
      literal = '';
    }
    // What has no fields is an object all the same.
    return { code, literal: object.fields.length === 0 ? `${literal}{` : literal };
  }

  #resolved(field: ReadField, literal: string): string {
    const { value } = field;
    const call = `${this.#constant(field.resolve)}(o, ${this.#args(field.args)}, c.context, ${this.#constant(field.info)})`;
    const complete = `${this.#completer(value)}(v, c)`;
    const text =
      value.kind === 'object'
        ? `${isObject('v')} ? ${this.nameOf(value.object)}(v, c) : ${complete}`
        : complete;
    return `v = ${call}; t = ${text}; ${this.#put(literal)}`;
  }

  #property(field: ReadField, source: string, literal: string): string {
    const { value, name } = field;
    const complete = this.#constant(propertyCompleterOf(field, this.#completerFunction(value)));
    const otherwise = `else { t = ${complete}(${source}, v, c); ${this.#put(literal)} }`;
    return `v = ${source}.${name}; ${this.#plainCases(value, source, literal)} ${this.#nullCase(value, literal)} ${otherwise}\n`;
  }

  /** What a value nearly always is, as a chain of conditions that ends with a block. */
  #plainCases(value: PlannedValue, source: string, literal: string): string {
    switch (value.kind) {
      case 'leaf':
        return this.#plainLeaf(value.type, literal);
      case 'list':
        return `if (Array.isArray(v)) { t = ${this.nameOf(value)}(v, c); ${this.#put(literal)} }`;
      case 'object':
        return `if (${isObject('v')}) { ${this.#plainObject(value.object, source, literal)} }`;
      case 'abstract':
        return 'if (false) {}';
    }
  }

  #plainLeaf(type: GraphQLLeafType, literal: string): string {
    const textHead = this.#heads(`${literal}"`);
    const head = this.#heads(literal);
    if (isEnumType(type)) {
      const names = new Map(type.getValues().map(({ value, name }) => [value as unknown, name]));
      return `if ((t = ${this.#constant(names)}.get(v)) !== undefined) { s += ${textHead}[w] + t; w = 1; }`;
    }
    if (type === GraphQLBoolean)
      return `if (typeof v === 'boolean') { s += v ? ${this.#heads(`${literal}true`)}[w] : ${this.#heads(`${literal}false`)}[w]; w = 0; }`;
    if (type === GraphQLInt) return `if ((v | 0) === v) { s += ${head}[w] + v; w = 0; }`;
    const text = textOf(type);
    if (text === 'plain') return `if (typeof v === 'string') { s += ${textHead}[w] + v; w = 1; }`;
    if (text === undefined) return 'if (false) {}';
    return `if (typeof v === 'string') {
      if (!${this.#constant(ESCAPED)}.test(v)) { s += ${textHead}[w] + v; w = 1; }
      else { s += ${head}[w] + ${this.#constant(quoteEscaped)}(v); w = 0; }
    }`;
  }

  /** A flat object is written where it stands; any other has a function of its own. */
  #plainObject(object: PlannedObject, source: string, literal: string): string {
    if (!isFlat(object)) return `t = ${this.nameOf(object)}(v, c); ${this.#put(literal)}`;
    const inner = `${source}i`;
    const { code, literal: rest } = this.#fields(object, inner, literal);
    const end = rest === '' ? 'w += 2;' : `s += ${this.#heads(rest)}[w]; w = 2;`;
    return `const ${inner} = v; ${code} ${end}`;
  }

  #nullCase({ isNonNull }: PlannedValue, literal: string): string {
    if (isNonNull) return '';
    return `else if (v === null) { s += ${this.#heads(`${literal}null`)}[w]; w = 0; }`;
  }

  /** Puts `t`, which may be a promise of text, after the literal. */
  #put(literal: string): string {
    const head = `${this.#heads(literal)}[w]`;
    return `if (typeof t === 'string') s += ${head} + t; else { (p ??= []).push(s + ${head}, t); s = ''; } w = 0;`;
  }

  #args(args: PlannedArguments): string {
    if (args.kind === 'constant') return this.#constant(args.values);
    if (args.kind === 'mixed') return `${this.#constant(args.coerce)}(c.variables)`;
    const constants = Object.keys(args.constants).map(
      (name) => `${name}: ${this.#constant(args.constants)}.${name}`,
    );
    const variables = args.variables.map(({ name, variable, isNonNull, defaultValue }) => {
      const given = `c.variables.${variable}`;
      const value =
        defaultValue === undefined
          ? given
          : `(${given} === undefined ? ${this.#constant(defaultValue)} : ${given})`;
      return `${name}: ${isNonNull ? `${value} ?? ${this.#constant(giveUp)}()` : value}`;
    });
    return `{ ${[...constants, ...variables].join(', ')} }`;
  }

  #completer(plan: PlannedValue): string {
    return this.#constant(this.#completerFunction(plan));
  }

  #completerFunction(plan: PlannedValue): Complete {
    const composites =
      plan.kind === 'object'
        ? [plan.object]
        : plan.kind === 'list'
          ? [plan]
          : plan.kind === 'abstract'
            ? [...plan.objects.values()]
            : [];
    for (const composite of composites) this.nameOf(composite);
    return completerOf(plan, (composite) => this.#built[this.nameOf(composite)] as Complete);
  }

  #constant(value: unknown): string {
    return this.#constants.nameOf(value);
  }

  #heads(literal: string): string {
    return this.#constants.headsOf(literal);
  }
}

/** Whether all that is asked of an object are leaves that are properties of it. */
function isFlat({ fields }: PlannedObject): boolean {
  return fields.every(
    (field) => field.kind === 'typename' || (!field.resolve && field.value.kind === 'leaf'),
  );
}

function isObject(name: string): string {
  return `typeof ${name} === 'object' && ${name} !== null && ${name}.then === undefined && !(${name} instanceof Error)`;
}
