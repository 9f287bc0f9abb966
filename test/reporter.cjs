// Mocha's spec reporter, which also writes "passed failed" into the file that LAB_TEST_COUNTS names.
const { writeFileSync } = require('node:fs');
const { Runner, reporters } = require('mocha');

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      writeFileSync(process.env.LAB_TEST_COUNTS, `${this.stats.passes} ${this.stats.failures}\n`);
    });
  }
};
