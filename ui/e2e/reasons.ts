import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Ends with a line of each failed test and why, for who sees only the end of the output. */
export default class Reasons implements Reporter {
  readonly #reasons: string[] = [];

  onTestEnd({ location, title }: TestCase, { status, errors, duration }: TestResult): void {
    if (status === "passed" || status === "skipped") return;
    const said = errors.map(({ message, location: at }) => {
      const words = plain(message ?? "")
        .split("\n")
        .filter(Boolean)
        .slice(0, 4)
        .join(" ");
      return `\n    ${at ? `line ${at.line}: ` : ""}${words.slice(0, 300)}`;
    });
    const file = location.file.split("/").at(-1);
    const seconds = Math.round(duration / 1000);
    this.#reasons.push(
      `  ${file}:${location.line} ${title} (${status}, ${seconds} s)${said.join("")}`,
    );
  }

  onEnd(): void {
    if (this.#reasons.length > 0) console.log(`\nWhy tests failed:\n${this.#reasons.join("\n")}`);
  }

  printsToStdio(): boolean {
    return false; // or Playwright would leave out its own
  }
}

/** Without the colours of a terminal. */
function plain(message: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they begin each colour
  return message.replace(/\u001b\[[0-9;]*m/g, "");
}
