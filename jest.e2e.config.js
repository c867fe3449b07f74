import base from './jest.config.js';

/** Tests through gateways that are not ours. They run one after the other: each starts several servers. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'],
  globalSetup: '<rootDir>/examples/supergraph/install.mjs',
  maxWorkers: 1,
  testTimeout: 120_000,
};
