import { BillingAccount } from '../../../src/accounts/billing-account.js';
import { head } from '../../../src/lists/position.js';
import { toRows } from '../../../src/providers/altostrat/to-rows.js';

const account = new BillingAccount('ALTOSTRAT', 'ws_1', 'cus_1');
const read = { direction: 'forward', limit: 3, anchor: head } as const;

test('F08 when a row was created is read where a cursor is made of it, and not before', () => {
  let timesRead = 0;
  const wires = ['in_2', 'in_1'].map((id) => ({
    id,
    get created_at() {
      timesRead += 1;
      return '2025-10-29T02:40:06.000001+02:00';
    },
  }));
  const [newer, older] = toRows(wires, account, read);
  expect([newer?.position.id, older?.position.offset, timesRead]).toEqual(['in_2', 0, 0]);
  expect([older?.position.createdAt, timesRead]).toEqual(['2025-10-29T00:40:06.000001Z', 1]);
  expect(newer?.position.createdAt).toBe('2025-10-29T00:40:06.000001Z');
});

test('F08 a row without an id keeps the time of the neighbour it is found from', () => {
  const createdAt = '2025-10-29T00:40:06Z';
  const rows = toRows(
    [{ id: 'in_2', created_at: createdAt }, {}, { id: 'in_1', created_at: 'x' }],
    account,
    read,
  );
  expect(rows.map(({ position: { id, createdAt: at, offset } }) => ({ id, createdAt: at, offset }))).toEqual([
    { id: 'in_2', createdAt, offset: 0 },
    { id: 'in_2', createdAt, offset: 1 },
    { id: 'in_1', createdAt: null, offset: 0 },
  ]);
});
