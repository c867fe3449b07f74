import { diffHeads, type HeadChange } from '../../src/events/diff-heads.js';
import type { Head } from '../../src/events/head.js';

/** Two looks at the head of a list, `id=fingerprint/status`, newest first; `...` says that the list goes on. */
function head(text: string): Head {
  const words = text.split(' ').filter((word) => word !== '');
  return {
    isWhole: !words.includes('...'),
    rows: words
      .filter((word) => word !== '...')
      .map((word) => {
        const [invoiceId = '', fingerprint = '', status = 'open'] = word.split(/[=/]/);
        return { invoiceId, fingerprint, status };
      }),
  };
}

const created = (invoiceId: string): HeadChange => ({ invoiceId, cause: 'CREATED' });

test.each<[string, string, string, readonly HeadChange[]]>([
  ['nothing changed', 'b=1 a=1', 'b=1 a=1', []],
  ['a new one at the head', 'b=1 a=1', 'c=1 b=1 a=1', [created('c')]],
  ['a new one between others', 'b=1 a=1', 'b=1 c=1 a=1', [created('c')]],
  ['several, the newest first', 'a=1 ...', 'c=1 b=1 a=1 ...', [created('c'), created('b')]],
  ['the first of all', '', 'a=1', [created('a')]],
  ['another behind all in a whole list', 'a=1', 'a=1 b=1', [created('b')]],
  ['one that moves up into the head of a longer list', 'c=1 b=1 ...', 'b=1 a=1 ...', []],
  ['nothing known any more', 'b=1 a=1 ...', 'd=1 c=1 ...', [created('d'), created('c')]],
  ['one that is gone', 'b=1 a=1', 'a=1', []],
  ['another status', 'a=1/open', 'a=2/paid', [{ invoiceId: 'a', cause: 'STATUS_CHANGED' }]],
  ['something else', 'a=1', 'a=2', [{ invoiceId: 'a', cause: 'CHANGED' }]],
  ['a row that is there twice counts once', 'a=1', 'a=2 a=3', [{ invoiceId: 'a', cause: 'CHANGED' }]],
  ['another order is none', 'b=1 a=1', 'a=1 b=1', []],
])('F54 %s', (_case, before, after, changes) => {
  expect(diffHeads(head(before), head(after))).toEqual(changes);
});
