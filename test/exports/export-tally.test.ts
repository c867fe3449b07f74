import { exportColumns, type ExportRecord } from '../../src/exports/export-record.js';
import { ExportTally } from '../../src/exports/export-tally.js';

/** What the rows of an export come to, by their text. */

const blank = Object.fromEntries(exportColumns.map((name) => [name, null])) as unknown as ExportRecord;

function row(
  total: string | null,
  currency: string | null = 'USD',
  facts: Partial<ExportRecord> = {},
): ExportRecord {
  return { ...blank, record: 'invoice', currency, total, ...facts };
}

function endOf(rows: readonly ExportRecord[]): ReturnType<ExportTally['end']> {
  const tally = new ExportTally();
  for (const each of rows) tally.add(each);
  return tally.end({ cursor: null, failure: null });
}

const stated = (amount: string): Partial<ExportRecord> => ({
  amountDue: amount,
  amountPaid: '0',
  amountRemaining: amount,
});

test('F58 sums are exact, by currency, with the places that the amounts have', () => {
  const large = '90071992547409931234.10';
  expect(
    endOf([
      row(large, 'USD', stated(large)),
      row('0.20', 'USD', stated('0.20')),
      row('500', 'JPY', stated('500')),
      row('-0.001', 'KWD', stated('-0.001')),
    ]),
  ).toEqual({
    record: 'end',
    cursor: null,
    complete: true,
    rows: 4,
    undecided: 0,
    unsummed: 0,
    failure: null,
    sums: [
      { currency: 'JPY', rows: 1, total: '500', amountDue: '500', amountPaid: '0', amountRemaining: '500' },
      {
        currency: 'KWD',
        rows: 1,
        total: '-0.001',
        amountDue: '-0.001',
        amountPaid: '0.000',
        amountRemaining: '-0.001',
      },
      {
        currency: 'USD',
        rows: 2,
        total: '90071992547409931234.30',
        amountDue: '90071992547409931234.30',
        amountPaid: '0.00',
        amountRemaining: '90071992547409931234.30',
      },
    ],
  });
});

test('F58 a figure that one row does not state has no sum; a row without a total is in none', () => {
  const { sums, ...counts } = endOf([
    row('1.00', 'USD', stated('1.00')),
    row('2.00'),
    row(null),
    row('3.00', null),
  ]);
  expect(sums).toEqual([
    { currency: 'USD', rows: 2, total: '3.00', amountDue: null, amountPaid: null, amountRemaining: null },
  ]);
  expect(counts).toMatchObject({ complete: false, rows: 4, unsummed: 2, undecided: 0 });
});

test('F58 a row of which the filter cannot tell is counted apart', () => {
  expect(endOf([row('1.00', 'USD', { record: 'undecided' })])).toMatchObject({
    complete: false,
    rows: 0,
    undecided: 1,
    sums: [],
  });
});

test('F58 what failed is not complete', () => {
  const failure = { code: 'RATE_LIMITED', message: 'x', retryable: true };
  expect(new ExportTally().end({ cursor: 'c', failure })).toMatchObject({
    complete: false,
    cursor: 'c',
    failure,
  });
});
