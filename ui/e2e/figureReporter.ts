import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Prints only the figures, and errors. */
export default class FigureReporter implements Reporter {
  onStdOut(chunk: string | Buffer): void {
    process.stdout.write(chunk);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    for (const { message } of result.errors) console.error(`${test.title}: ${message}`);
  }

  printsToStdio(): boolean {
    return true;
  }
}
