import { hostile } from '../feature-list.mjs';

/** Rows at the beginning of the name of a test or of what it stands in: `U22 C04 a connection ...`. */
const ROWS = /^((?:(?:[A-Z]\d{1,2}|CFG) )+)/;

/** What Jest is to run: tests whose whole names have a row of the list at their beginning, or after a group's. */
export const namePattern = `(^| )(${Object.keys(hostile).join('|')}) `;

/** Rows of the list that a test proves. */
export function rowsOf({ ancestorTitles, title }) {
  const named = [...ancestorTitles, title].flatMap((each) => ROWS.exec(each)?.[1].trim().split(' ') ?? []);
  return named.filter((row) => Object.hasOwn(hostile, row));
}

/**
 * How each row came out: of so many tests how many passed, and the names of those that did not.
 *
 * @param results of Jest, one a file
 * @returns by row; a row without a test is not there
 */
export function outcomes(results) {
  const found = new Map();
  for (const { testResults } of results) {
    for (const test of testResults.filter(({ status }) => status === 'passed' || status === 'failed')) {
      for (const row of rowsOf(test)) note(found, row, test);
    }
  }
  return found;
}

function note(found, row, { status, fullName }) {
  const before = found.get(row) ?? { passed: 0, failed: [] };
  const failed = status === 'failed' ? [...before.failed, fullName] : before.failed;
  found.set(row, { passed: before.passed + (status === 'passed' ? 1 : 0), failed });
}
