import { availableParallelism } from 'node:os';

/** Tests are TypeScript run as native ES modules; SWC keeps the decorator metadata that TypeGraphQL reads. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  setupFilesAfterEnv: ['<rootDir>/test/support/no-token-shown.ts'],
  reporters: ['default', '<rootDir>/test/summary-reporter.js'],
  // More workers than processors: for nearly half of the time a worker waits for a server, or for a time to pass.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // A test that takes as long hangs: a machine that is busy with other things must not decide.
  testTimeout: 120_000,
};
