import { draw } from "./hand";
import { goOn, match } from "./lobby";
import { scene } from "./scene";
import { expect, test } from "./tandem";

test("a drawing on the wall plays while the pointer is over it", async ({ join }) => {
  const [host, guest] = await match(join, { round_seconds: 120, rounds: 3 });
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
  const few = scene().filter(({ seat, round }) => seat === 1 && round === 1);
  await draw(host, few.slice(0, 4));
  for (const _ of [1, 2, 3]) await goOn(host, guest);
  await host.waitForURL(/\/g\/\w+$/);
  await host.getByRole("link", { name: "Back to the lobby" }).click();

  const item = host.getByRole("link", { name: /Drawing by/ });
  await expect(item.locator("canvas")).toHaveCount(0);
  await item.hover();
  await expect(item.locator("canvas")).toBeVisible();
  await host.mouse.move(0, 0);
  await expect(item.locator("canvas")).toHaveCount(0);
});
