import { FieldReader, InputError, parseFields } from '../field-reader.js';
import type { JsonValue } from '../json.js';
import type { FaultMatch, FaultRule } from './fault.js';
import { nested, withoutUndefined } from './optional-fields.js';
import { readFault } from './read-fault.js';

export function parseFaultRule(value: JsonValue, path = ''): FaultRule {
  return parseFields(value, readRule, path);
}

export function parseFaultRules(value: JsonValue): FaultRule[] {
  if (!Array.isArray(value)) throw new InputError(['must be a JSON array of fault rules.']);
  return value.map((rule, index) => parseFaultRule(rule, `[${index}]`));
}

function readRule(fields: FieldReader): FaultRule {
  const match = readMatch(fields);
  const times = fields.integer('times', { min: 1 });
  const skip = fields.integer('skip');
  return {
    fault: readFault(fields.any('fault') ?? null, nested(fields, 'fault'), fields.problems),
    ...(match && { match }),
    ...(times !== undefined && { times }),
    ...(skip !== undefined && { skip }),
  };
}

function readMatch(fields: FieldReader): FaultMatch | undefined {
  const value = fields.object('match');
  if (!value) return undefined;
  const match = new FieldReader(value, nested(fields, 'match'), fields.problems);
  const result = {
    provider: match.choice('provider', ['altostrat', 'northflank']),
    method: match.text('method'),
    token: match.text('token'),
    route: match.text('route'),
    path: match.text('path'),
  };
  match.refuseOthers();
  return withoutUndefined(result);
}
