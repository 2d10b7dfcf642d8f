import { shootIfWanted } from "./shots";
import { expect, test } from "./tandem";

test("two strangers meet in quick play, and none with another language yet", async ({ join }) => {
  const juan = await join("Juan", { locale: "es-MX" });
  await juan.goto("/quick");
  await expect(juan.getByText("De momento no hay nadie más.", { exact: false })).toBeVisible();

  const mila = await join("Mila");
  await mila.goto("/");
  await expect(mila.getByText("1 person is waiting", { exact: false })).toBeVisible();
  await shootIfWanted(mila, "home");
  await mila.getByRole("link", { name: "Quick play" }).click();
  await expect(mila.getByText("1 other player is waiting.", { exact: false })).toBeVisible();
  const sheet = mila.getByRole("img", { name: "A sheet to warm up on" });
  const box = await sheet.boundingBox();
  if (!box) throw new Error("there is no sheet");
  await mila.mouse.move(box.x + 60, box.y + 60);
  await mila.mouse.down();
  await mila.mouse.move(box.x + 260, box.y + 180, { steps: 8 });
  await mila.mouse.up();
  const inked = await sheet.evaluate((element: HTMLCanvasElement) => {
    const { data } = (element.getContext("2d") as CanvasRenderingContext2D).getImageData(
      0,
      0,
      element.width,
      element.height,
    );
    return data.filter((value, i) => i % 4 === 3 && value > 0).length;
  });
  expect(inked, "pixels of ink on the warm-up sheet").toBeGreaterThan(500);
  await shootIfWanted(mila, "quick");

  const second = await mila.context().newPage();
  await second.goto("/quick");
  await expect(mila.getByText("You are waiting somewhere else")).toBeVisible();
  await mila.getByRole("button", { name: "Wait here" }).click();
  await expect(second.getByText("You are waiting somewhere else")).toBeVisible();

  const jonas = await join("Jonas");
  await jonas.goto("/quick");
  await Promise.all([mila, jonas].map((page) => page.waitForURL(/\/r\/\w+$/)));
  expect(mila.url()).toBe(jonas.url());
  await expect(mila.getByText("Round 1 of 6").first()).toBeAttached();

  // Nobody came for 20 s: a friend might.
  await expect(juan.getByRole("button", { name: "Mejor compartir un enlace" })).toBeVisible({
    timeout: 25_000,
  });
  await shootIfWanted(juan, "lonely");
  await juan.getByRole("button", { name: "Mejor compartir un enlace" }).click();
  await juan.waitForURL(/\/l\/[a-z]+-[a-z]+-[a-z]+$/);
  const { others } = await (await juan.request.get("/api/quick")).json();
  expect(others, "who waits still").toBe(0);
});
