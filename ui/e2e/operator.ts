import { expect, type Page } from "@playwright/test";

/** Signs in as the operator, and opens the list of games. */
export async function signIn(page: Page, token: string): Promise<void> {
  await page.goto("/admin");
  await page.getByLabel(/token/i).fill(token);
  await page.getByRole("button", { name: /sign in/i }).click();
  await expect(page.getByRole("heading", { name: "Games", exact: true })).toBeVisible();
}
