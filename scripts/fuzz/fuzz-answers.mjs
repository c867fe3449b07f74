import { startServer } from '../soak/system.mjs';
import { Chance } from './chance.mjs';
import { figuresOf, isExactly, WITHOUT_ID } from './figures.mjs';
import { findInternals, findOwnFaults } from './internals.mjs';
import { SHAPES, startPagesProvider } from './pages-provider.mjs';

const AT_ONCE = 16;

/**
 * Has a provider answer with pages that are damaged in any way, and compares each total that is shown with what stands in the
 * page. Resolves with how many answers there were, how many totals they showed, and what was wrong, in words.
 */
export async function fuzzAnswers({ answers, seed, onProgress = () => undefined }) {
  const chance = new Chance(seed);
  const provider = await startPagesProvider((page) => damage(page, chance));
  const server = await startServer(provider.url);
  const met = { answers, totals: 0, withErrors: 0, findings: [] };
  let next = 0;
  const askOn = async () => {
    while (next < answers) {
      next += 1;
      await askOne(server, provider, { chance, met, number: next });
      onProgress(next / answers);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, askOn));
    return met;
  } finally {
    await server.stop();
    await provider.stop();
  }
}

/** Most pages keep their form, so that there are figures to compare; one in eight has bytes that are no text. */
function damage(page, chance) {
  let text = page;
  for (let time = chance.below(4); time > 0; time -= 1) text = chance.replaceValue(text);
  if (chance.below(3) === 0) text = chance.mutate(text, 1 + chance.below(2));
  const bytes = Buffer.from(text);
  if (chance.below(8) === 0 && bytes.length > 0) bytes[chance.below(bytes.length)] = chance.below(256);
  return bytes;
}

async function askOne(server, provider, { chance, met, number }) {
  const shape = chance.of(Object.values(SHAPES));
  const authorization = `Bearer fuzz-${number}-token`;
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [shape.header]: authorization },
    body: JSON.stringify({ query: shape.query }),
  });
  const text = await response.text();
  const answer = JSON.parse(text);
  const bytes = provider.sentTo(authorization);
  const shown = totalsOf(answer);
  met.totals += shown.length;
  if (answer.errors) met.withErrors += 1;
  const found = [
    ...findInternals(text, provider.url),
    ...findOwnFaults(answer),
    ...findWrong(shown, figuresOf(bytes, shape.rowsOf), shape),
  ];
  for (const what of found)
    met.findings.push(`answer ${number}: ${what}\n    sent: ${bytes}\n    shown: ${text}`);
}

const totalsOf = ({ data }) =>
  (data?.billingAccount?.invoices?.nodes ?? []).filter((node) => node?.total != null);

/** Totals that do not stand in the page like that. */
function findWrong(shown, figures, { isInMinorUnits }) {
  const isSent = ({ invoiceId, total }) =>
    (figures?.get(invoiceId) ?? figures?.get(WITHOUT_ID) ?? []).some(
      (row) =>
        isExactly(row.total, total, isInMinorUnits) && String(row.currency).toUpperCase() === total.currency,
    );
  return shown
    .filter((node) => !isSent(node))
    .map(({ invoiceId, total }) => `${invoiceId} has a total of ${JSON.stringify(total)}`);
}
