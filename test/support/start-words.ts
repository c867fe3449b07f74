import { fileURLToPath } from 'node:url';

/** What `npm start` says to Node: without the flag, the code that the build kept is not used. */
export const START_WORDS: readonly string[] = [
  '--max-semi-space-size=32',
  fileURLToPath(new URL('../../dist/billing-graphql.js', import.meta.url)),
];
