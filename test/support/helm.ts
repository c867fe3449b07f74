import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';

/**
 * As much of Helm's language as the chart uses, read by the rules of Helm's documentation: for a machine without helm. Whatever
 * it does not know is an error.
 */
export function renderChart(directory: string, values: object): readonly Record<string, unknown>[] {
  const folder = join(directory, 'templates');
  const files = readdirSync(folder).sort();
  const chart = readFileSync(join(directory, 'Chart.yaml'), 'utf8');
  const root = {
    Values: values,
    Release: { Name: 'billing', Namespace: 'default' },
    Chart: { AppVersion: /^appVersion: (.+)$/m.exec(chart)?.[1] },
  };
  const renderer = new Renderer(root);
  const texts = files.map((file) => {
    const text = renderer.render(readFileSync(join(folder, file), 'utf8'));
    return file.endsWith('.yaml') ? text : '';
  });
  return texts.flatMap((text) =>
    parseAllDocuments(text, { strict: true, uniqueKeys: true }).flatMap((document) => {
      if (document.errors.length > 0) throw document.errors[0] as Error;
      const parsed = document.toJS() as Record<string, unknown> | null;
      return parsed ? [parsed] : [];
    }),
  );
}

type Token = { readonly text: string } | { readonly action: string };

interface Scope {
  readonly dot: unknown;
  readonly names: Readonly<Record<string, unknown>>;
}

class Renderer {
  readonly #blocks = new Map<string, readonly Token[]>();
  #tokens: readonly Token[] = [];
  #at = 0;

  constructor(private readonly root: object) {}

  render(template: string): string {
    return this.#run(toTokens(template), { dot: this.root, names: {} });
  }

  #run(tokens: readonly Token[], scope: Scope): string {
    const [before, at] = [this.#tokens, this.#at];
    [this.#tokens, this.#at] = [tokens, 0];
    const text = this.#block(scope, true);
    if (this.#at < tokens.length) throw new Error('There is an end too many.');
    [this.#tokens, this.#at] = [before, at];
    return text;
  }

  /** Up to the `end` or `else` that belongs to it, or the end of all. */
  #block(scope: Scope, isShown: boolean): string {
    let text = '';
    for (let token = this.#tokens[this.#at]; token; token = this.#tokens[this.#at]) {
      if ('action' in token && /^(?:end|else)$/.test(token.action)) break;
      this.#at += 1;
      const shown = 'text' in token ? token.text : this.#act(token.action, scope, isShown);
      if (isShown) text += shown;
    }
    return text;
  }

  #act(action: string, scope: Scope, isShown: boolean): string {
    const [, word, rest = ''] = /^(if|with|range|define)\s+(.*)$/s.exec(action) ?? [];
    switch (word) {
      case 'define':
        return this.#define(rest);
      case 'if':
      case 'with': {
        const value = isShown ? this.#value(rest, scope) : undefined;
        const isTrue = isFull(value);
        const inner = word === 'with' ? { ...scope, dot: value } : scope;
        const first = this.#block(inner, isShown && isTrue);
        const other = this.#next() === 'else' ? this.#block(scope, isShown && !isTrue) : '';
        this.#close();
        return isTrue ? first : other;
      }
      case 'range':
        return this.#range(rest, scope, isShown);
      default:
        return isShown ? String(this.#value(action, scope)) : '';
    }
  }

  #define(rest: string): string {
    const start = this.#at;
    this.#block({ dot: undefined, names: {} }, false);
    this.#blocks.set(JSON.parse(rest) as string, this.#tokens.slice(start, this.#at));
    this.#close();
    return '';
  }

  #range(rest: string, scope: Scope, isShown: boolean): string {
    const [, key = '', value = '', list = ''] = /^\$(\w+), \$(\w+) := (.+)$/.exec(rest) ?? [];
    const entries = isShown ? Object.entries(this.#value(list, scope) as object) : [];
    const start = this.#at;
    const texts = entries.sort().map(([name, each]) => {
      this.#at = start;
      return this.#block({ ...scope, names: { ...scope.names, [key]: name, [value]: each } }, true);
    });
    if (texts.length === 0) this.#block(scope, false);
    this.#close();
    return texts.join('');
  }

  #next(): string | undefined {
    const token = this.#tokens[this.#at];
    if (!token || !('action' in token) || token.action !== 'else') return undefined;
    this.#at += 1;
    return token.action;
  }

  #close(): void {
    const token = this.#tokens[this.#at];
    if (!token || !('action' in token) || token.action !== 'end') throw new Error('There is no end.');
    this.#at += 1;
  }

  /** A pipeline: each step has what came of the one before as its last argument. */
  #value(pipeline: string, scope: Scope): unknown {
    const steps = pipeline.split(/\s\|\s/);
    return steps.reduce<unknown>((piped, step, index) => {
      const words = step.match(/"(?:[^"\\]|\\.)*"|\([^()]*\)|[^\s()]+/g) ?? [];
      return this.#call(words, scope, index === 0 ? [] : [piped]);
    }, undefined);
  }

  #call([name = '', ...words]: readonly string[], scope: Scope, piped: readonly unknown[]): unknown {
    const given = [...words.map((word) => this.#term(word, scope)), ...piped];
    const [first, second, third] = given;
    switch (name) {
      case 'include':
        return this.#include(String(first), second);
      case 'toYaml':
        return stringify(first).trimEnd();
      case 'nindent':
        return `\n${String(second).replace(/^(?=.)/gm, ' '.repeat(Number(first)))}`;
      case 'quote':
        return JSON.stringify(String(first));
      case 'default':
        return isFull(second) ? second : first;
      case 'not':
        return !isFull(first);
      case 'printf':
        return String(first).replace('%s', String(second)).replace('%s', String(third));
      default:
        if (given.length > 0) throw new Error(`${name} is no function that is known here.`);
        return this.#term(name, scope);
    }
  }

  #include(name: string, dot: unknown): string {
    const block = this.#blocks.get(name);
    if (!block) throw new Error(`There is no block ${name}.`);
    return this.#run(block, { dot, names: {} });
  }

  #term(word: string, scope: Scope): unknown {
    if (word.startsWith('"')) return JSON.parse(word) as string;
    if (word.startsWith('(')) return this.#value(word.slice(1, -1), scope);
    if (/^\d+$/.test(word)) return Number(word);
    if (word.startsWith('$')) return scope.names[word.slice(1)];
    if (!word.startsWith('.')) throw new Error(`${word} is nothing that is known here.`);
    const path = word.slice(1).split('.').filter(Boolean);
    return path.reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      scope.dot,
    );
  }
}

function isFull(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** `{{-` and `-}}` take the blanks beside them away. */
function toTokens(template: string): readonly Token[] {
  const tokens: Token[] = [];
  let rest = template;
  let trims = false;
  for (let match = ACTION.exec(rest); match; match = ACTION.exec(rest)) {
    const text = trims ? rest.slice(0, match.index).trimStart() : rest.slice(0, match.index);
    tokens.push({ text: match[1] === '-' ? text.trimEnd() : text }, { action: (match[2] ?? '').trim() });
    trims = match[3] === '-';
    rest = rest.slice(match.index + match[0].length);
  }
  return [...tokens, { text: trims ? rest.trimStart() : rest }];
}

const ACTION = /\{\{(-?)\s(.*?)\s(-?)\}\}/s;
