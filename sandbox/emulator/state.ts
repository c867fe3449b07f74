import type { AltostratState } from '../altostrat/account.js';
import { createAltostratState } from '../altostrat/dataset.js';
import { CallLog } from '../calls/call-log.js';
import type { FaultRule } from '../faults/fault.js';
import { FaultBox } from '../faults/fault-box.js';
import { Gate } from '../faults/gate.js';
import type { NorthflankState } from '../northflank/account.js';
import { createNorthflankState } from '../northflank/dataset.js';
import { createTokens, type Token } from '../ground/tokens.js';

export interface SandboxOptions {
  /** Figures differ from seed to seed, ids do not. Default 1. */
  seed?: number;
  /** 0, the default, takes a free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Added to every provider call. Default 0. */
  latencyMs?: number;
  /** `all` adds a workspace with currencies of no and of three decimals. Default `documented`. */
  currencies?: 'documented' | 'all';
  /** In force from the start and again after a reset. */
  faults?: FaultRule[];
}

/** All that control calls can change. A reset replaces it whole. */
export interface SandboxState {
  readonly seed: number;
  readonly latencyMs: number;
  readonly altostrat: AltostratState;
  readonly northflank: NorthflankState;
  readonly tokens: Map<string, Token>;
  readonly faults: FaultBox;
  readonly gate: Gate;
  readonly calls: CallLog;
}

export function createState(options: SandboxOptions): SandboxState {
  const { seed = 1, currencies = 'documented', latencyMs = 0, faults = [] } = options;
  const altostrat = createAltostratState(seed, currencies);
  return {
    seed,
    latencyMs,
    altostrat,
    northflank: createNorthflankState(seed),
    tokens: createTokens(altostrat.workspaces.keys()),
    faults: new FaultBox(faults),
    gate: new Gate(),
    calls: new CallLog(),
  };
}
