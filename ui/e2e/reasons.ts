import { readFileSync } from "node:fs";
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** How much of a failed test's page is printed, in lines. */
const PAGE_LINES = 10;

/** Ends with each failed test, why, and what its page showed, for who sees only the end of the output. */
export default class Reasons implements Reporter {
  readonly #reasons: string[] = [];

  onTestEnd({ location, title }: TestCase, result: TestResult): void {
    const { status, errors, duration } = result;
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
      `  ${file}:${location.line} ${title} (${status}, ${seconds} s)${said.join("")}${shown(result)}`,
    );
  }

  onEnd(): void {
    if (this.#reasons.length > 0) console.log(`\nWhy tests failed:\n${this.#reasons.join("\n")}`);
  }

  printsToStdio(): boolean {
    return false; // or Playwright would leave out its own
  }
}

/** What the page of a failed test showed, by Playwright's own record of it. */
function shown({ attachments }: TestResult): string {
  const path = attachments.find(({ name }) => name === "error-context")?.path;
  const page = path && readFileSync(path, "utf8").split("```yaml\n")[1]?.split("```")[0];
  if (!page) return "";
  const lines = page.slice(Math.max(0, page.indexOf("- main"))).split("\n");
  return lines
    .slice(0, PAGE_LINES)
    .map((line) => `\n      ${line}`)
    .join("");
}

/** Without the colours of a terminal. */
function plain(message: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they begin each colour
  return message.replace(/\u001b\[[0-9;]*m/g, "");
}
