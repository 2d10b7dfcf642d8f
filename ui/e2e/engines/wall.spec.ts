import { type EngineName, expect, has, test } from "./engines";

const engines: EngineName[] = ["Firefox", "WebKit"];

for (const engine of engines) {
  test(`${engine} shows a wall as it is drawn`, async ({ enter }) => {
    test.skip(!has(engine), `${engine} can't be had on this machine`);
    const [host, ...pair] = await Promise.all([
      enter(engine, "Ada"),
      enter("Chromium", "Mila"),
      enter("Chromium", "Jonas"),
    ]);
    const settings = { round_seconds: 120, rounds: 3 };
    const { code } = await host.ask<{ code: string }>("POST", "/api/lobbies", { settings });
    for (const player of pair) await player.open(`/l/${code}`);
    for (const player of pair) await player.press("button", "Ready");
    for (const player of pair) await player.sees(/^Round 1 of 3/);
    await host.open(`/l/${code}/wall`);
    await host.sees(/^Round 1$/);
    const [mila] = pair;
    await mila.sheet("mouse").take("Fox", "Fat", "Pen");
    await mila.sheet("mouse").stroke([200, 300], [500, 400], [800, 300]);
    await expect.poll(host.wallHasInk, "ink on the wall").toBe(true);
  });
}
