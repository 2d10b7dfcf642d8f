import { expect, type Page } from "@playwright/test";

/** Signs in as the operator, and opens the list of games. */
export async function signIn(page: Page, token: string): Promise<void> {
  await page.goto("/admin");
  await page.getByLabel(/token/i).fill(token);
  await page.getByRole("button", { name: /sign in/i }).click();
  await expect(page.getByRole("heading", { name: "Games", exact: true })).toBeVisible();
}

/** Goes to another page of the operator's, and waits until it is there: the page before has a search, too. */
export async function goTo(page: Page, name: string): Promise<void> {
  const places = page.getByRole("navigation", { name: "For the operator" });
  await places.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { name, exact: true, level: 1 })).toBeVisible();
}
