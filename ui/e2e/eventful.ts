import { goOn } from "./lobby";
import { mouse } from "./pointers";
import { expect, type Join, type Tandem } from "./tandem";

/** The longest names, themes and notes, without a place to break a line. */
const longest = (length: number) =>
  "Oberammergauerpassionsfestspielzuschauer".repeat(3).slice(0, length);

/** Lets everything happen that an operator's pages tell of. */
export async function eventfulDay(join: Join, tandem: Tandem): Promise<void> {
  const one = await join(longest(24));
  const two = await join(longest(23));
  const created = await one.request.post("/api/lobbies", {
    data: {
      settings: { round_seconds: 120, rounds: 3, theme: longest(60), difficulty: "normal" },
      rules: { name: longest(40) },
    },
  });
  expect(created.status()).toBe(201);
  const { code } = await created.json();
  for (const page of [one, two]) {
    await page.goto(`/l/${code}`);
    await page.getByRole("button", { name: "Ready", exact: true }).click();
  }
  for (const page of [one, two]) await page.waitForURL(/\/r\/\w+$/);
  const id = one.url().split("/r/")[1];
  await expect(one.locator('[data-phase="round"]')).toBeVisible();
  for (const page of [one, two]) await mouse(page).stroke([60, 60], [150, 140], [280, 180]);
  for (const _ of [1, 2, 3]) await goOn(one, two);
  for (const page of [one, two]) await page.waitForURL(/\/g\/\w+$/);

  const put = async (path: string, data: object) => {
    const answer = await two.request.put(`/api/games/${id}/${path}`, { data });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  };
  await put("showing", { shown: true });
  await put("rating", { prompts: "bad" });
  await put("report", { reason: "behaviour", words: longest(100) });
  await one.request.put(`/api/games/${id}/showing`, { data: { shown: true } });

  const asOperator = { Authorization: `Bearer ${tandem.adminToken}` };
  const act = async (method: string, path: string, data: object) => {
    const options = { method, headers: asOperator, data };
    const answer = await one.request.fetch(`/api/admin/${path}`, options);
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  };
  const note = longest(100);
  const { id: player } = await (await two.request.get("/api/me")).json();
  await act("PUT", `players/${player}/ban`, { note });
  await act("POST", `lobbies/${code}/close`, { note });
  const sets = await one.request.get("/api/admin/prompt-sets?state=dealt", { headers: asOperator });
  const { prompt_sets } = await sets.json();
  await act("PATCH", `prompt-sets/${prompt_sets[0].id}`, { disabled: true, note });
}
