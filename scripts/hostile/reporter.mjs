import { writeFileSync } from 'node:fs';

/** Tells how far a run has come, file by file, and leaves its results as JSON in the file that HOSTILE_RESULTS names. */
export default class HostileReporter {
  #files = 0;
  #passed = 0;
  #failed = 0;

  onTestResult(_test, { testResults, testExecError }, { numTotalTestSuites }) {
    const count = (status) => testResults.filter((each) => each.status === status).length;
    this.#files += 1;
    this.#passed += count('passed');
    this.#failed += count('failed') + (testExecError ? 1 : 0);
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : '';
    this.#tell(`${this.#files} of ${numTotalTestSuites} files, ${this.#passed} tests passed${failed}`);
  }

  onRunComplete(_contexts, { testResults }) {
    if (process.stderr.isTTY) process.stderr.write('\n');
    const results = testResults.map(({ testFilePath, testResults: tests, testExecError }) => ({
      file: testFilePath,
      isBroken: testExecError !== undefined && testExecError !== null,
      testResults: tests.map(({ ancestorTitles, title, fullName, status, duration, failureMessages }) => ({
        ancestorTitles,
        title,
        fullName,
        status,
        duration,
        failureMessages,
      })),
    }));
    writeFileSync(process.env.HOSTILE_RESULTS, JSON.stringify(results));
  }

  /** Over itself on a terminal; now and then elsewhere. */
  #tell(text) {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K  ${text}`);
    else if (this.#files % 20 === 0) process.stderr.write(`  ${text}\n`);
  }
}
