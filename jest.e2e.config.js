import base from './jest.config.js';

/** Tests through gateways and browsers that are not ours. Two files at a time: each starts several programs, and waits for them. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'],
  globalSetup: '<rootDir>/examples/supergraph/install.mjs',
  maxWorkers: 2,
  testTimeout: 120_000,
};
