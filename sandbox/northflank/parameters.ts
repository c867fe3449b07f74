import { queryValue } from '../http/request.js';
import type { Generation } from './account.js';
import { refuse } from './errors.js';

const PER_PAGE_DEFAULT = 50;
const PER_PAGE_MAX = 100;

/** An integer of the query within limits. Throws a refusal that names the parameter. */
export function readInteger(
  query: URLSearchParams,
  name: string,
  fallback: number,
  max = Number.MAX_SAFE_INTEGER,
): number {
  const text = queryValue(query, name);
  if (text === undefined) return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= max) return value;
  throw refuse(400, 'invalid-parameter', `${name} must be an integer from 1 to ${max}.`);
}

/** Each generation knows one name for the page size and passes over the other. */
export function readPageSize(query: URLSearchParams, generation: Generation): number {
  const name = generation === 'N4' ? 'perPage' : 'per_page';
  return readInteger(query, name, PER_PAGE_DEFAULT, PER_PAGE_MAX);
}

/**
 * The contract that answers this call: `removeLegacyFields` takes an account of the third generation to the
 * current one, parameter names included.
 */
export function effectiveGeneration(generation: Generation, query: URLSearchParams): Generation {
  const isThird = generation === 'N3' || generation === 'N3b';
  return isThird && query.get('removeLegacyFields') === 'true' ? 'N4' : generation;
}
