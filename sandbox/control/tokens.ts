import { parseFields } from '../field-reader.js';
import { type Answer, jsonAnswer } from '../http/answer.js';
import type { Token } from '../tokens.js';
import { problem } from './answers.js';
import type { ControlCall } from './control-call.js';

/** Registers a token or replaces one. */
export function putToken({ state, body }: ControlCall): Answer {
  const wanted = parseFields(body, (fields) => ({
    value: fields.required('token', fields.text('token'), ''),
    provider: fields.required(
      'provider',
      fields.choice('provider', ['altostrat', 'northflank']),
      'altostrat',
    ),
    workspaces: fields.texts('workspaces') ?? [],
    teams: fields.texts('teams'),
    own: fields.text('own'),
    status: fields.choice('status', [401, 403]),
  }));
  if (!/^\S+$/.test(wanted.value)) return problem(400, ['token must be a text without spaces.']);
  const { status, teams, own = teams?.[0] ?? 'own' } = wanted;
  const refusal = status === undefined ? {} : { status };
  const token: Token =
    wanted.provider === 'altostrat'
      ? { provider: 'altostrat', workspaces: new Set(wanted.workspaces), ...refusal }
      : { provider: 'northflank', own, teams: teams ? new Set(teams) : 'all', ...refusal };
  state.tokens.set(wanted.value, token);
  return jsonAnswer(201, { token: wanted.value });
}
