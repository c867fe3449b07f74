import { findShown } from './token-watch.js';

/** Ends every test file; `jest.config.js` names it. */
afterAll(async () => expect(await findShown()).toEqual([]));
