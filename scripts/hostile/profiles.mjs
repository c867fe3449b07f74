/**
 * The settings in which the hostile cases are run. `jest` is what Jest is told beside the names of the tests; `environment`
 * is read by `test/support/api.ts`.
 */
export const profiles = {
  alone: {
    title: 'one server',
    environment: {},
    runs: [['test'], ['test/e2e', '--config', 'jest.e2e.config.js']],
  },
  replicas: {
    title: 'two replicas on one store',
    environment: { REPLICAS: '2' },
    // What starts no server does not depend on how many there are.
    runs: [['test/(api|clients|federation|server)/']],
  },
};
