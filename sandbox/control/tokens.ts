import { z } from 'zod';
import { choice, fields, parseInput, text, texts } from '../ground/parse-input.js';
import { type Answer, jsonAnswer } from '../http/answer.js';
import { PROVIDERS, type Token } from '../ground/tokens.js';
import type { ControlCall } from './control-call.js';

const newToken = fields({
  token: text.regex(/^\S+$/, 'a text without spaces'),
  provider: choice(PROVIDERS),
  workspaces: texts.default([]),
  teams: texts.optional(),
  own: text.optional(),
  status: z.literal([401, 403], '401 or 403').optional(),
});

/** Registers a token or replaces one. */
export function putToken({ state, body }: ControlCall): Answer {
  const wanted = parseInput(newToken, body);
  const { status, teams, own = teams?.[0] ?? 'own' } = wanted;
  const refusal = status === undefined ? {} : { status };
  const token: Token =
    wanted.provider === 'altostrat'
      ? { provider: 'altostrat', workspaces: new Set(wanted.workspaces), ...refusal }
      : { provider: 'northflank', own, teams: teams ? new Set(teams) : 'all', ...refusal };
  state.tokens.set(wanted.token, token);
  return jsonAnswer(201, { token: wanted.token });
}
