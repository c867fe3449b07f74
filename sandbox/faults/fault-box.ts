import type { Fault, FaultRule } from './fault.js';
import { type FaultTarget, matches } from './fault-match.js';

interface ActiveRule {
  readonly id: string;
  readonly rule: FaultRule;
  /** Matching calls so far, the skipped ones included. */
  seen: number;
}

/** The rules in force. The first rule that matches and is due decides; later ones do not see that call. */
export class FaultBox {
  #rules: ActiveRule[] = [];
  #lastId = 0;

  constructor(rules: readonly FaultRule[]) {
    rules.forEach((rule) => this.add(rule));
  }

  add(rule: FaultRule): string {
    const id = `fault_${++this.#lastId}`;
    this.#rules.push({ id, rule, seen: 0 });
    return id;
  }

  remove(id: string): boolean {
    const count = this.#rules.length;
    this.#rules = this.#rules.filter((active) => active.id !== id);
    return this.#rules.length < count;
  }

  clear(): void {
    this.#rules = [];
  }

  list(): { id: string; rule: FaultRule; seen: number }[] {
    return this.#rules.map(({ id, rule, seen }) => ({ id, rule, seen }));
  }

  take(target: FaultTarget): Fault {
    for (const active of this.#rules) {
      if (!matches(active.rule.match ?? {}, target)) continue;
      const turn = active.seen - (active.rule.skip ?? 0);
      if (turn >= turnsMax(active.rule)) continue;
      active.seen++;
      if (turn >= 0) return faultOfTurn(active.rule.fault, turn);
    }
    return { kind: 'none' };
  }
}

function turnsMax({ fault, times = Infinity }: FaultRule): number {
  return fault.kind === 'sequence' ? Math.min(times, fault.faults.length) : times;
}

function faultOfTurn(fault: Fault, turn: number): Fault {
  return fault.kind === 'sequence' ? (fault.faults[turn] ?? { kind: 'none' }) : fault;
}
