import { SANDBOX_NOW } from '../ground/clock.js';
import { type Answer, htmlAnswer, jsonAnswer } from '../http/answer.js';
import type { JsonObject } from '../ground/json.js';
import type { SandboxState } from '../emulator/state.js';
import { describeAccount } from './accounts.js';
import type { ControlCall } from './control-call.js';
import { describeNorthflank } from './northflank.js';

export function showOverview({ state, request }: ControlCall): Answer {
  const overview = describeState(state);
  return request.accept.includes('text/html') ? htmlAnswer(200, toPage(overview)) : jsonAnswer(200, overview);
}

function describeState(state: SandboxState): JsonObject {
  const { seed, latencyMs, altostrat, northflank, tokens, faults, gate, calls } = state;
  const { total, inFlight } = calls.report();
  return {
    seed,
    clock: SANDBOX_NOW,
    latencyMs,
    tokens: [...tokens].map(([value, token]) => ({
      token: value,
      provider: token.provider,
      ...(token.provider === 'altostrat'
        ? { workspaces: [...token.workspaces] }
        : { own: token.own, teams: token.teams === 'all' ? 'all' : [...token.teams] }),
      ...(token.status && { status: token.status }),
    })),
    workspaces: [...altostrat.workspaces.values()].map(({ id, accountIds }) => ({
      id,
      accounts: [...accountIds],
    })),
    accounts: [...altostrat.accounts.values()].map(describeAccount),
    northflank: [...northflank.accounts.values()].map(describeNorthflank),
    faults: faults.list().length,
    calls: total,
    inFlight,
    held: gate.list().length,
  };
}

function toPage(overview: JsonObject): string {
  const text = JSON.stringify(overview, undefined, 2).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!doctype html><meta charset="utf-8"><title>Billing sandbox</title><h1>Billing sandbox</h1><pre>${text}</pre>\n`;
}
