import { shootIfWanted } from "./shots";
import { expect, test } from "./tandem";

test("a host admits only known names, and others are told why they can't join", async ({
  join,
}) => {
  const host = await join("Mila");
  const created = await host.request.post("/api/lobbies", { data: {} });
  const { code } = await created.json();
  await host.goto(`/l/${code}`);
  await host.getByRole("button", { name: "The lobby" }).click();
  const rules = host.getByRole("dialog");
  await rules.getByRole("switch", { name: "Only names I know come in" }).click();
  const names = rules.getByRole("textbox", { name: "These names, one a line" });
  await expect(names).toHaveValue("Mila");
  await names.fill("Mila\nJonas\na name that is much too long for one");
  await rules.getByRole("button", { name: "Save" }).click();
  await expect(rules.getByText("is longer than 24 characters")).toBeVisible();
  await shootIfWanted(host, "lobby-names");
  await names.fill("Mila\njonas\nPriya");
  await rules.getByRole("button", { name: "Save" }).click();
  await expect(host.getByText("Only names that the host knows come in.")).toBeVisible();
  await shootIfWanted(host, "lobby-names-only");

  const guest = await join("Eve");
  await guest.goto(`/l/${code}`);
  await expect(guest.getByText("Only names that the host knows come in here.")).toBeVisible();
  await shootIfWanted(guest, "lobby-door-unknown");
  await guest.getByRole("button", { name: "Come in" }).click();
  await expect(guest.getByText("Write yours as the host does.").last()).toBeVisible();
  await guest.getByRole("textbox", { name: "Your name" }).fill("Jonas");
  await guest.getByRole("button", { name: "Come in" }).click();
  await expect(host.getByText("Jonas", { exact: true })).toBeVisible();
});

/** The widest possible names, in several scripts and in emoji. */
const wideNames = [
  "絵を描くのが好きな人たちと一緒に遊ぶ名前です長い",
  "🦊".repeat(12),
  "مريم التي ترسم كل يوم",
];

test("names of any width and script fit into their places", async ({ join }) => {
  for (const name of wideNames) {
    const one = await join(name);
    const created = await one.request.post("/api/lobbies", { data: {} });
    const { code } = await created.json();
    const other = await join(name);
    for (const page of [one, other]) {
      await page.setViewportSize({ width: 360, height: 640 });
      await page.goto(`/l/${code}`);
    }
    const fits = async () => {
      expect(
        await one.evaluate(() =>
          [...document.querySelectorAll(".matched-moment, .card, .seat-name, .sheet-bound")]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
            .map((element) => element.className),
        ),
        `${name} at ${new URL(one.url()).pathname}`,
      ).toEqual([]);
    };
    for (const page of [one, other])
      await page.getByRole("button", { name: "Ready", exact: true }).click();
    await expect(one.locator(".matched-moment")).toBeVisible();
    await fits();
    await one.waitForURL(/\/r\/\w+$/);
    const words = one.locator(".room-names .seat-name-word");
    await expect(words).toHaveCount(2);
    const widths = await words.evaluateAll((all) => all.map((word) => word.clientWidth));
    for (const width of widths) expect(width, name).toBeGreaterThan(20);
    await expect(words.first()).toHaveCSS("direction", name.startsWith("م") ? "rtl" : "ltr");
    await fits();
    await one.context().close();
    await other.context().close();
  }
});
