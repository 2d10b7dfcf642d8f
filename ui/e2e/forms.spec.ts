import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./tandem";

/** Opens the dialog in which a host writes a prompt set. */
async function writeOwn(page: Page): Promise<Locator> {
  await page
    .getByRole("combobox", { name: "Prompts", exact: true })
    .selectOption({ label: "Write your own…" });
  return page.getByRole("dialog", { name: "Your own prompts" });
}

async function hostAlone(page: Page): Promise<string> {
  const created = await page.request.post("/api/lobbies", { data: {} });
  const { code } = await created.json();
  await page.goto(`/l/${code}`);
  return code;
}

test("a draft of a prompt set survives every way of closing except Cancel, and is sent once", async ({
  join,
}) => {
  const host = await join("Mila");
  await hostAlone(host);
  let dialog = await writeOwn(host);
  const title = dialog.getByLabel("Title");
  await title.fill("A shed");

  // Selects text and releases the mouse outside the dialog.
  const box = (await title.boundingBox()) as {
    x: number;
    y: number;
    width: number;
    height: number;
  };
  await host.mouse.move(box.x + 60, box.y + box.height / 2);
  await host.mouse.down();
  await host.mouse.move(5, box.y + box.height / 2, { steps: 4 });
  await host.mouse.up();
  await expect(dialog).toBeVisible();

  // A press outside closes it, like Escape. The words stay, even after a reload.
  await host.mouse.click(5, 5);
  await expect(dialog).toBeHidden();
  dialog = await writeOwn(host);
  await expect(dialog.getByLabel("Title")).toHaveValue("A shed");
  await host.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await host.reload();
  dialog = await writeOwn(host);
  await expect(dialog.getByLabel("Title")).toHaveValue("A shed");

  // An invalid set can be corrected in the form.
  await dialog.getByRole("button", { name: "Paste JSON" }).click();
  await dialog.getByLabel(/player1/).fill("not a set");
  await expect(dialog.getByRole("alert")).toContainText("needs player1 and player2");
  await expect(dialog.getByLabel(/player1/)).toHaveValue("not a set");
  await dialog.getByRole("button", { name: "Write instead" }).click();

  await dialog.getByLabel("For one of you").fill("A shed\nA cat\nA bicycle with one wheel");
  await dialog.getByLabel("For the other").fill("Grandpa\nA drawer of screws\nThe missing wheel");

  // A failed save loses nothing. On a slow connection, three presses send one request.
  const asked: string[] = [];
  let answer = (_: "fail" | "pass") => {};
  await host.route("**/api/prompt-sets", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    asked.push(route.request().postData() ?? "");
    const how = await new Promise<"fail" | "pass">((told) => {
      answer = told;
    });
    if (how === "fail") await route.abort();
    else await route.continue();
  });
  const use = dialog.getByRole("button", { name: "Use them" });
  await use.click();
  await expect.poll(() => asked.length).toBe(1);
  answer("fail");
  await expect(dialog.getByRole("alert")).not.toBeEmpty();
  await expect(dialog.getByLabel("Title")).toHaveValue("A shed");

  await use.dblclick();
  await use.click();
  await dialog.getByLabel("Title").press("Enter");
  await expect.poll(() => asked.length).toBe(2);
  answer("pass");
  await expect(dialog).toBeHidden();
  expect(asked).toHaveLength(2);

  // After it was saved, the form is empty.
  dialog = await writeOwn(host);
  await expect(dialog.getByLabel("Title")).toHaveValue("");
  await dialog.getByLabel("Title").fill("Thrown away");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  dialog = await writeOwn(host);
  await expect(dialog.getByLabel("Title")).toHaveValue("");
});

test("rules that could not be saved stay in their dialog", async ({ join }) => {
  const host = await join("Mila");
  const code = await hostAlone(host);
  await host.route(`**/api/lobbies/${code}`, (route) =>
    route.request().method() === "PATCH" ? route.abort() : route.continue(),
  );
  await host.getByRole("button", { name: "The lobby" }).click();
  const dialog = host.getByRole("dialog", { name: "The lobby" });
  const name = dialog.getByRole("textbox").first();
  await name.fill("Sunday sketchers");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(host.getByText(/Tandem/).last()).toBeVisible();
  await expect(name).toHaveValue("Sunday sketchers");
  await host.keyboard.press("Escape");
  await host.getByRole("button", { name: "The lobby" }).click();
  await expect(name).toHaveValue("Sunday sketchers");
  await host.unroute(`**/api/lobbies/${code}`);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(host.getByRole("heading", { name: "Sunday sketchers" })).toBeVisible();
});
