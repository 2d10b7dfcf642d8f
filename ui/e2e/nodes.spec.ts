import type { Page } from "@playwright/test";
import { type Balancer, startBalancer } from "./balancer";
import { keepDrawing } from "./hand";
import { finish, goOn, match } from "./lobby";
import { pixels, settled } from "./sheet";
import { shootIfWanted } from "./shots";
import { test as base, expect, startTandem } from "./tandem";
import { five, inRoom, key, pairsOf, playToReveal, ready } from "./waves";

type Node = Awaited<ReturnType<typeof startTandem>>;

/** Three Tandems on one database, and a balancer for each, so that a browser reaches it first and then the others. */
const test = base.extend<object, { nodes: Node[]; balancers: Balancer[] }>({
  ownPostgres: [true, { scope: "worker" }],
  nodes: [
    async ({ postgres }, use) => {
      const nodes: Node[] = [];
      for (let i = 0; postgres && i < 3; i++)
        nodes.push(
          await startTandem({
            DATABASE_URL: postgres.url,
            NODE_ADDR: "127.0.0.1:0",
            NODE_LINGER: "0s",
          }),
        );
      await use(nodes);
      for (const node of nodes) await node.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  balancers: [
    async ({ nodes }, use) => {
      const urls = nodes.map((node) => node.url);
      const balancers = await Promise.all(
        urls.map((_, i) => startBalancer([...urls.slice(i), ...urls.slice(0, i)])),
      );
      await use(balancers);
      for (const balancer of balancers) await balancer.remove();
    },
    { scope: "worker", timeout: 30_000 },
  ],
  tandem: [async ({ nodes }, use) => use(nodes[0]), { scope: "worker" }],
});

test.beforeEach(({ postgres }) => {
  test.skip(!postgres, "no Postgres is installed for a test with several nodes");
});

/** The browsers of the two players reach different nodes first. */
const sides = ([one, two]: Balancer[]) => [{ baseURL: one.url }, { baseURL: two.url }] as const;

/** The node that plays a room, as its log says. */
const ownerOf = (nodes: Node[], page: Page) => {
  const room = new URL(page.url()).pathname.split("/")[2];
  const opened = nodes.map((node) => node.log().lastIndexOf(`msg="room opened" room=${room}`));
  return nodes[opened.findIndex((at) => at >= 0)];
};

test("a game on two nodes goes on after its owner is killed in round 2", async ({
  join,
  nodes,
  balancers,
}) => {
  const pages = await match(join, { round_seconds: 120, rounds: 3 }, ...sides(balancers));
  await expect(pages[0].getByText("Round 1 of 3").first()).toBeAttached();
  await goOn(...pages);
  await expect(pages[0].getByText("Round 2 of 3").first()).toBeAttached();
  const hands = [keepDrawing(pages[0], 1), keepDrawing(pages[1], 2)];
  await expect.poll(() => Math.min(...hands.map((hand) => hand.strokes))).toBeGreaterThan(2);

  const owner = ownerOf(nodes, pages[0]);
  const killed = Date.now();
  await owner.kill();
  await shootIfWanted(pages[0], "node-killed");
  const survivors = nodes.filter((node) => node !== owner);
  await expect
    .poll(() => ownerOf(survivors, pages[0]), { intervals: [50], timeout: 15_000 })
    .toBeDefined();
  for (const page of pages) await expect(page.locator(".sheet-note")).toBeHidden();
  console.log(`back in play ${Date.now() - killed} ms after its node was killed`);

  await Promise.all(hands.map((hand) => hand.rest()));
  await settled(...pages);
  expect(await pixels(pages[1]), "the partner's pixels").toBe(await pixels(pages[0]));
  await owner.start();
  await finish(pages, hands);
});

test("five players on three nodes play two waves", async ({ join, balancers }) => {
  const pages = await five(join, { pairing: "everyone" }, (player) => ({
    baseURL: balancers[player % balancers.length].url,
  }));
  for (const page of pages) await ready(page);
  const first = await pairsOf(pages);
  const satOut = pages.filter((page) => !inRoom(page));
  await playToReveal(first);

  await expect(satOut[0].getByText("Looking at their drawing")).toHaveCount(4);
  await pages[0].getByRole("button", { name: /^Next wave/ }).click();
  const second = await pairsOf(pages);
  const met = [...first.values()].map((pair) => key(pair, pages));
  for (const pair of second.values()) expect(met).not.toContain(key(pair, pages));
  expect(satOut.every(inRoom), "who sat out plays").toBe(true);
});

test("an operator on one node closes a room of another", async ({ join, nodes, balancers }) => {
  const pages = await match(join, { round_seconds: 120, rounds: 3 }, ...sides(balancers));
  await expect(pages[0].getByText("Round 1 of 3").first()).toBeAttached();
  const other = nodes.find((node) => node !== ownerOf(nodes, pages[0])) as Node;
  const room = new URL(pages[0].url()).pathname.split("/")[2];
  const closed = await fetch(`${other.url}/api/admin/rooms/${room}/close`, {
    method: "POST",
    headers: { Authorization: `Bearer ${other.adminToken}` },
  });
  expect(closed.status).toBe(204);
  for (const page of pages) await page.waitForURL(/\/g\/\w+$/);
});
