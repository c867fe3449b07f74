import { FieldReader } from '../field-reader.js';
import type { JsonValue } from '../json.js';
import type { Fault } from './fault.js';
import { nested, withoutUndefined } from './optional-fields.js';

const FAULT_KINDS = [
  'none',
  'latency',
  'status',
  'rateLimit',
  'reset',
  'truncate',
  'hang',
  'drip',
  'html',
  'redirect',
  'raw',
  'patch',
  'echoAuthorization',
  'sequence',
] as const satisfies readonly Fault['kind'][];

const STATUS = { min: 200, max: 599 };
/** Node keeps timers in 32 bits and fires at once beyond that. */
const MILLISECONDS = { min: 0, max: 2_147_483_647 };

/** Reads a fault and notes under `problems` all that is wrong with it. */
export function readFault(value: JsonValue, path: string, problems: string[]): Fault {
  const fields = new FieldReader(value, path, problems);
  const kind = fields.required('kind', fields.choice('kind', FAULT_KINDS), 'none');
  const fault = readKind(kind, fields);
  fields.refuseOthers();
  return withoutUndefined(fault);
}

function readKind(kind: Fault['kind'], fields: FieldReader): Fault {
  const count = (name: string) => fields.required(name, fields.integer(name), 0);
  const status = () => fields.required('status', fields.integer('status', STATUS), 500);
  switch (kind) {
    case 'none':
    case 'hang':
      return { kind };
    case 'latency':
      return { kind, ms: readMilliseconds('ms', fields), then: readThen(fields) };
    case 'status':
      return {
        kind,
        status: status(),
        body: fields.any('body'),
        headers: fields.headers('headers'),
      };
    case 'rateLimit':
      return { kind, retryAfter: readRetryAfter(fields) } as Fault;
    case 'reset':
      return { kind, afterBytes: fields.integer('afterBytes') };
    case 'truncate':
      return {
        kind,
        bytes: count('bytes'),
        contentLength: fields.choice('contentLength', ['full', 'actual']),
      };
    case 'drip':
      return {
        kind,
        bytesPerTick: fields.required('bytesPerTick', fields.integer('bytesPerTick', { min: 1 }), 1),
        tickMs: readMilliseconds('tickMs', fields),
      };
    case 'html':
      return { kind, status: status() };
    case 'redirect':
      return { kind, status: status(), location: fields.required('location', fields.text('location'), '') };
    case 'raw':
      return readRaw(fields);
    case 'patch':
      return readPatch(fields);
    case 'echoAuthorization':
      return { kind, status: fields.integer('status', STATUS) };
    case 'sequence':
      return { kind, faults: readSequence(fields) };
  }
}

function readMilliseconds(name: string, fields: FieldReader): number {
  return fields.required(name, fields.integer(name, MILLISECONDS), 0);
}

function readThen(fields: FieldReader): Fault | undefined {
  const then = fields.any('then');
  return then === undefined ? undefined : readFault(then, nested(fields, 'then'), fields.problems);
}

function readRetryAfter(fields: FieldReader): JsonValue | undefined {
  const value = fields.any('retryAfter');
  if (value !== undefined && typeof value !== 'string' && typeof value !== 'number') {
    fields.problem('retryAfter', 'must be a text or a number');
  }
  return value;
}

function readRaw(fields: FieldReader): Fault {
  return {
    kind: 'raw',
    status: fields.integer('status', STATUS),
    headers: fields.headers('headers'),
    body: fields.text('body'),
    bodyBase64: fields.text('bodyBase64'),
  };
}

function readPatch(fields: FieldReader): Fault {
  const { rows, removeRow } = { rows: fields.any('rows'), removeRow: fields.any('removeRow') };
  if (rows !== undefined && rows !== 'all' && !isIndex(rows)) {
    fields.problem('rows', 'must be "all" or an index');
  }
  if (removeRow !== undefined && removeRow !== true && !isIndex(removeRow)) {
    fields.problem('removeRow', 'must be true or an index');
  }
  return {
    kind: 'patch',
    rows,
    removeRow,
    set: fields.object('set'),
    unset: fields.texts('unset'),
    page: fields.object('page'),
    pageUnset: fields.texts('pageUnset'),
    replaceRow: fields.any('replaceRow'),
  } as Fault;
}

function readSequence(fields: FieldReader): Fault[] {
  const faults = fields.any('faults');
  if (!Array.isArray(faults)) {
    fields.problem('faults', 'must be an array of faults');
    return [];
  }
  const path = nested(fields, 'faults');
  return faults.map((fault, index) => {
    const step = readFault(fault, `${path}[${index}]`, fields.problems);
    if (step.kind === 'sequence') fields.problem(`faults[${index}]`, 'must not be a sequence itself');
    return step;
  });
}

function isIndex(value: JsonValue): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}
