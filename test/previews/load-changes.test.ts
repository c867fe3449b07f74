import type { InvoicePreview } from '../../src/previews/invoice-preview.js';
import { loadChanges } from '../../src/previews/load-changes.js';

/** Changes are read and compared as seldom as can be. */

const change = { subscriptionId: 'sub_1', items: undefined, cancelSubscription: true };

function previewOf(changed: boolean): { readonly preview: InvoicePreview; reads: number } {
  const counted = { reads: 0, preview: undefined as unknown as InvoicePreview };
  counted.preview = {
    ...(changed && { change }),
    total: null,
    linesComplete: null,
    get lines() {
      counted.reads += 1;
      return [];
    },
  } as unknown as InvoicePreview;
  return counted;
}

test('F43 however many names ask for the changes of a preview, they are compared once', async () => {
  const after = previewOf(true);
  const asked: unknown[] = [];
  const readUpcoming = async (_account: unknown, subscriptionId?: string): Promise<InvoicePreview> => {
    asked.push(subscriptionId);
    return previewOf(false).preview;
  };
  const both = await Promise.all([1, 2].map(async () => loadChanges(after.preview, readUpcoming)));
  expect(both).toEqual(Array(2).fill({ added: [], removed: [], changed: [], totalDifference: null }));
  expect([asked, after.reads]).toEqual([['sub_1'], 1]);
});

test('F43 a preview of no change asks for nothing', async () => {
  const readUpcoming = async (): Promise<never> => Promise.reject(new Error('Asked.'));
  expect(await loadChanges(previewOf(false).preview, readUpcoming)).toBeNull();
});
