import type { BrowserContextOptions, Page } from "@playwright/test";
import { mouse } from "./pointers";
import { desktop, phone } from "./shots";
import { expect, type Join, test } from "./tandem";
import { say } from "./words";

/** A page, and what it says, which is in the language of its browser. */
type Speaker = {
  page: Page;
  press: (key: string, values?: Record<string, string | number>) => Promise<void>;
  sees: (key: string, values?: Record<string, string | number>) => Promise<void>;
};

async function speaker(
  join: Join,
  name: string,
  tag: string,
  device: BrowserContextOptions,
): Promise<Speaker> {
  const locale = tag === "zh-Hans" ? "zh-CN" : tag;
  const page = await join(name, { ...device, locale });
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", tag);
  return {
    page,
    press: (key, values) =>
      page.getByRole("button", { name: say(tag, key, values), exact: true }).click(),
    sees: (key, values) => expect(page.getByText(say(tag, key, values)).first()).toBeVisible(),
  };
}

for (const [hosts, guests] of [
  ["en", "es"],
  ["de", "fr"],
  ["pt-BR", "zh-Hans"],
]) {
  test(`two people play a game in ${hosts} and ${guests}`, async ({ join }) => {
    const host = await speaker(join, "Mila", hosts, phone);
    const guest = await speaker(join, "Jonas", guests, desktop);
    await host.press("home.play");
    await host.page.waitForURL(/\/l\//);
    await host.press("common.change");
    const less = `${say(hosts, "common.less")}: ${say(hosts, "lobby.rounds")}`;
    for (const _ of [6, 5, 4]) await host.page.getByRole("button", { name: less }).click();
    await host.press("common.done");

    await guest.press("home.haveCode");
    const code = guest.page.getByRole("textbox", { name: say(guests, "code.label") });
    await code.fill("kite");
    await guest.press("code.go");
    await guest.sees("code.wrong");
    await code.fill("plum-kite-otter");
    await guest.press("code.go");
    await guest.sees("lobby.unknown");

    await guest.page.goto("/");
    await guest.page.getByRole("textbox", { name: say(guests, "name.label") }).fill("n1gger");
    await guest.page.keyboard.press("Enter");
    await guest.sees("problem.unfit_name");
    await guest.page.goto(host.page.url());
    await guest.press("lobby.ready");
    await host.press("lobby.ready");
    await host.sees("lobby.matched", { name: "Jonas" });
    for (const rounds of [1, 2, 3]) {
      const now = { round: rounds, rounds: 3 };
      for (const [player, tag] of [
        [host, hosts],
        [guest, guests],
      ] as const) {
        const shown = player.page.getByText(say(tag, "room.round", now)).first();
        await expect(shown).toBeAttached();
      }
      await mouse(host.page).stroke([200, 200], [400, 300 + 40 * rounds]);
      const last = rounds === 3 ? "Last" : "";
      await guest.press(`room.early${last}`);
      await host.press(`room.earlyYes${last}`);
    }
    for (const player of [host, guest]) await player.page.waitForURL(/\/g\//);
    await host.sees("reveal.yours");
    await guest.press("reveal.download");
    await guest.sees("reveal.pngText");
  });
}
