import { fuzzAnswers } from '../fuzz/fuzz-answers.mjs';
import { fuzzRequests } from '../fuzz/fuzz-requests.mjs';

const BLOCK_MS_MAX = 250;
const SEED = 20_260_101;

/** Requests and providers' answers of any kind: nothing ends, nothing inside is shown, and no figure differs from what was sent. */
export const fuzz = {
  id: 'O9',
  title: 'Requests and answers of providers that hold anything',
  bar: 'no end, no fault of its own, nothing of the inside shown, each total as it was sent; the event loop held up for at most 250 ms',
  async run({ isLong, onProgress }) {
    const [requests, answers] = isLong ? [100_000, 20_000] : [1500, 1500];
    const asked = await fuzzRequests({
      requests,
      seed: SEED,
      onProgress: (share) => onProgress(share * 0.8),
    });
    const read = await fuzzAnswers({
      answers,
      seed: SEED,
      onProgress: (share) => onProgress(0.8 + share * 0.2),
    });
    const findings = [...asked.findings, ...read.findings];
    for (const finding of findings.slice(0, 10)) console.log(`  ${finding}`);
    const byStatus = Object.entries(asked.statuses).map(([status, count]) => [`status${status}`, count]);
    return {
      figures: {
        requests,
        ...Object.fromEntries(byStatus),
        answers,
        totalsCompared: read.totals,
        answersWithErrors: read.withErrors,
        findings: findings.length,
        longestBlockMs: asked.longestBlockMs,
      },
      counts: findings.length === 0 && read.totals > 0,
      times: asked.longestBlockMs <= BLOCK_MS_MAX,
    };
  },
};
