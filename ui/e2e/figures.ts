/**
 * Measures the speed of the page in a real Chromium. It prints the figures in the format of `make figures`: name,
 * value, unit, aim, and "met" or "short", separated by tabs. Not a test: no figure makes it fail.
 */
import { spawn } from "node:child_process";
import { test as base, type CDPSession, type Page, type Worker } from "@playwright/test";
import { createServer } from "vite";
import { keepDrawing } from "./hand";
import { match } from "./lobby";
import { shootIfWanted } from "./shots";
import { drawAtOnce, strokes } from "./strokes";
import { expect, test } from "./tandem";

const STROKES = 2000;

/** The minimum time that a person needs from choosing the fill to the first fill, in ms. */
const QUICKEST = 300;

function line(name: string, value: number, unit: string, aim: number): void {
  const verdict = value <= aim ? "met" : "short";
  console.log(`${name}\t${Number(value.toPrecision(4))}\t${unit}\t<= ${aim}\t${verdict}`);
}

function atLeast(name: string, value: number, aim: number): void {
  const verdict = value >= aim ? "met" : "short";
  console.log(`${name}\t${Number(value.toPrecision(4))}\t\t>= ${aim}\t${verdict}`);
}

base("ink alone", async ({ page }) => {
  base.setTimeout(300_000);
  const root = new URL("..", import.meta.url).pathname;
  const server = await createServer({ root, logLevel: "error", server: { port: 0 } });
  await server.listen();
  await page.goto(`${server.resolvedUrls?.local[0]}src/ink/size.ts`);

  const undos = await page.evaluate(async (count) => {
    const { createCanvas } = await import("/src/ink/canvas.ts" as string);
    const { createPainter } = await import("/src/room/canvas/painter.ts" as string);
    const { strokes } = await import("/e2e/strokes.ts" as string);
    const canvas = createCanvas(2048, 1536, 0xfffdf6);
    const element = document.createElement("canvas");
    [element.width, element.height] = [2048, 1536];
    const painter = createPainter(element);
    let n = 0;
    for (const op of strokes(count, 7)) canvas.apply(1, op, { pen: 7, n: ++n }, true);
    while (!painter.paint(canvas));
    // The time until all of it is shown, and the longest single paint call.
    const time = (op: object): { all: number; longest: number } => {
      const from = performance.now();
      let longest = 0;
      canvas.drawOwn(1, ++n, op);
      for (let shown = false; !shown; ) {
        const before = performance.now();
        shown = painter.paint(canvas);
        longest = Math.max(longest, performance.now() - before);
      }
      return { all: performance.now() - from, longest };
    };
    const undo = () => time({ kind: "undo", target: canvas.undoTarget(1) });
    const redo = () => time({ kind: "redo", target: canvas.redoTarget(1) });
    return {
      undo: Array.from({ length: 60 }, undo).map(({ all }) => all),
      redo: Array.from({ length: 60 }, redo).map(({ all }) => all),
      clear: time({ kind: "clear" }),
      clearUndone: undo(),
    };
  }, STROKES);
  line("undo in 2,000 strokes, the longest of 60", Math.max(...undos.undo), "ms", 50);
  line("redo in 2,000 strokes, the longest of 60", Math.max(...undos.redo), "ms", 50);
  line("clear of 2,000 strokes", undos.clear.all, "ms", 50);
  line("undo of a clear of 2,000 strokes, all of it", undos.clearUndone.all, "ms", 50);
  line("undo of a clear of 2,000 strokes, a frame", undos.clearUndone.longest, "ms", 50);

  const fillsAfter = (wait: number) =>
    page.evaluate(async (wait) => {
      const { createCanvas } = await import("/src/ink/canvas.ts" as string);
      const { createFiller } = await import("/src/room/canvas/filler.ts" as string);
      const canvas = createCanvas(2048, 1536, 0xfffdf6);
      const filler = createFiller();
      filler.startWorker();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const times: number[] = [];
      let held = 0;
      for (let i = 0; i < 8; i++) {
        const from = performance.now();
        const filling = filler.fill(() => canvas, 1000, 700, 0xd55e00);
        await Promise.resolve(); // now the worker has the request
        const sent = performance.now();
        const fill = await filling;
        times.push(performance.now() - from);
        const back = performance.now();
        canvas.drawOwn(1, i + 1, fill);
        canvas.dropOwn(i + 1);
        if (i > 0) held = Math.max(held, sent - from, performance.now() - back);
      }
      filler.stop();
      return { first: times[0], rest: times.slice(1), held };
    }, wait);
  const starting = await fillsAfter(0);
  const fills = await fillsAfter(QUICKEST);
  line("fill of the whole canvas, the first, its worker starting", starting.first, "ms", 120);
  line(
    "fill of the whole canvas, the first, 0.3 s after its tool is chosen",
    fills.first,
    "ms",
    120,
  );
  line("fill of the whole canvas, the longest of 7 more", Math.max(...fills.rest), "ms", 120);
  line("main thread held by a fill", fills.held, "ms", 16);
  await server.close();
});

/**
 * The longest task of a page's main thread while `during` runs, in ms of the thread's CPU time, so that other
 * programs don't count.
 */
async function longestTask(devtools: CDPSession, during: () => Promise<unknown>): Promise<number> {
  type Event = { name: string; ph: string; pid: number; tid: number; tdur?: number; args: object };
  const events: Event[] = [];
  const collect = ({ value }: { value: object[] }) => events.push(...(value as Event[]));
  devtools.on("Tracing.dataCollected", collect);
  await devtools.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["toplevel"] },
  });
  await during();
  const complete = new Promise((resolve) => devtools.once("Tracing.tracingComplete", resolve));
  await devtools.send("Tracing.end");
  await complete;
  devtools.off("Tracing.dataCollected", collect);
  const thread = ({ pid, tid }: Event) => `${pid} ${tid}`;
  const mains = events.filter(
    ({ name, args }) => name === "thread_name" && "name" in args && args.name === "CrRendererMain",
  );
  const threads = new Set(mains.map(thread));
  const tasks = events.filter((event) => /RunTask$/.test(event.name) && threads.has(thread(event)));
  return Math.max(...tasks.map(({ tdur }) => (tdur ?? 0) / 1000));
}

/** Counts in a page how many frames after a pointer move its pixels appear. */
async function countFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const late: number[] = [];
    Object.assign(window, { late });
    let frame = 0;
    let moved = -1;
    const count = () => {
      frame++;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    addEventListener(
      "pointermove",
      ({ buttons }) => {
        if (moved < 0 && buttons !== 0) moved = frame;
      },
      true,
    );
    const put = CanvasRenderingContext2D.prototype.putImageData;
    CanvasRenderingContext2D.prototype.putImageData = function (...args: unknown[]) {
      Reflect.apply(put, this, args);
      // The frame after the event counts as one.
      if (moved >= 0) late.push(Math.max(0, frame - moved - 1));
      moved = -1;
    };
  });
}

/** Records in a page each time that ink was put on its sheet, and its last pointer move, in ms since 1970. */
async function noteInk(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: Times = { moved: 0, inked: [] };
    Object.assign(window, { times });
    addEventListener(
      "pointermove",
      ({ timeStamp }) => {
        times.moved = performance.timeOrigin + timeStamp;
      },
      true,
    );
    const put = CanvasRenderingContext2D.prototype.putImageData;
    CanvasRenderingContext2D.prototype.putImageData = function (...args: unknown[]) {
      Reflect.apply(put, this, args);
      times.inked.push(performance.timeOrigin + performance.now());
    };
  });
}

type Noted = { times: Times };
type Times = { moved: number; inked: number[] };

/** Records when a page first showed a complete picture with ink, including its last rows, in ms since navigation. */
async function noteShown(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { putImageData } = CanvasRenderingContext2D.prototype;
    let ink = false;
    CanvasRenderingContext2D.prototype.putImageData = function (...args: unknown[]) {
      Reflect.apply(putImageData, this, args);
      if ("shown" in window) return;
      const [image, , y, , , , height = image.height] = args as [ImageData, ...number[]];
      const pixels = new Uint32Array(image.data.buffer, 0, image.width * height);
      for (let i = 0; i < pixels.length && !ink; i += 997) ink = pixels[i] !== pixels[0];
      if (ink && y + height >= this.canvas.height) {
        Object.assign(window, { shown: performance.now() });
      }
    };
  });
}

/** A quick zigzag. Each move is long enough to leave ink. */
async function zigzag(page: Page): Promise<void> {
  const box = await page.locator("canvas[data-seq]").boundingBox();
  if (!box) throw new Error("the canvas has no box");
  const at = (i: number): [number, number] => [
    box.x + box.width * (0.25 + 0.5 * ((i % 16) / 16)),
    box.y + box.height * (0.35 + 0.3 * (i % 2)),
  ];
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let i = 1; i < 200; i++) await page.mouse.move(...at(i));
  await page.mouse.up();
}

test("two pages", async ({ join }) => {
  const pages = await match(join, { round_seconds: 120, rounds: 10 });
  await expect(pages[0].getByText("Round 1 of 10").first()).toBeAttached();
  await Promise.all(pages.map(noteInk));
  const box = await pages[0].locator("canvas[data-seq]").boundingBox();
  if (!box) throw new Error("the canvas has no box");
  const [x, y] = [box.x + box.width / 4, box.y + box.height / 2];
  await pages[0].mouse.move(x, y);
  await pages[0].mouse.down();
  const took: number[] = [];
  for (let i = 1; i <= 100; i++) {
    await pages[0].mouse.move(x + i * (box.width / 250), y + (i % 2) * 20);
    const moved = await pages[0].evaluate(() => (window as unknown as Noted).times.moved);
    const inked = await pages[1].waitForFunction(
      (moved) => (window as unknown as Noted).times.inked.find((time) => time > moved),
      moved,
    );
    took.push(((await inked.jsonValue()) as number) - moved);
    await pages[0].waitForTimeout(100 + (i % 7) * 5); // until all of it is there, and at any time within a frame
  }
  await pages[0].mouse.up();
  took.sort((a, b) => a - b);
  line("a pointer event to the partner's pixels, the middle of 100", took[50], "ms", 50);
  line("a pointer event to the partner's pixels, the 95th of 100", took[94], "ms", 100);
});

test("a room", async ({ join }) => {
  test.setTimeout(600_000);
  const pages = await match(join, { round_seconds: 120, rounds: 10 });
  const sheet = pages[0].locator("canvas[data-seq]");
  await expect(pages[0].getByText("Round 1 of 10").first()).toBeAttached();
  const address = pages[0].url();
  const room = new URL(address).pathname.split("/")[2];
  const devtools = await pages[0].context().newCDPSession(pages[0]);
  const throttle = (rate: number) => devtools.send("Emulation.setCPUThrottlingRate", { rate });

  // Both players draw. The page is slowed down to a quarter of this machine's speed.
  await expect(sheet).toBeVisible();
  await throttle(4);
  await countFrames(pages[0]);
  await zigzag(pages[0]);
  const late = await pages[0].evaluate(() => (window as unknown as { late: number[] }).late);
  line("frames from a pointer event to its pixels, CPU 4x slower", Math.max(...late), "", 0);
  const hands = [keepDrawing(pages[0], 1), keepDrawing(pages[1], 2)];
  await pages[0].waitForTimeout(3000);
  const drawing = await longestTask(devtools, () => pages[0].waitForTimeout(12_000));
  line("longest task while two draw, CPU 4x slower", drawing, "ms", 50);
  await Promise.all(hands.map((hand) => hand.rest()));
  await throttle(1);

  // Opens a long game, at full speed and at a quarter of it.
  await Promise.all(pages.map((page, i) => drawAtOnce(page, room, strokes(STROKES / 2, i + 1))));
  await noteShown(pages[0]);
  const open = async () => {
    await pages[0].goto(address);
    const folded = await pages[0].waitForFunction(
      (least) => {
        const element = document.querySelector<HTMLCanvasElement>("canvas[data-seq]");
        return Number(element?.dataset.seq ?? 0) > least && performance.now();
      },
      STROKES * 17,
      { polling: "raf", timeout: 120_000 },
    );
    const shown = await pages[0].evaluate(() => (window as unknown as { shown: number }).shown);
    return { shown, folded: (await folded.jsonValue()) as number };
  };
  const openings: Awaited<ReturnType<typeof open>>[] = [];
  for (let i = 0; i < 5; i++) openings.push(await open());
  const middle = (times: number[]) => times.sort((a, b) => a - b)[2];
  line(
    "a game of 2,000 strokes shown, page and all, the middle of 5",
    middle(openings.map((o) => o.shown)),
    "ms",
    300,
  );
  line(
    "a game of 2,000 strokes folded, page and all, the middle of 5",
    middle(openings.map((o) => o.folded)),
    "ms",
    2000,
  );
  line("longest task while it opens", await longestTask(devtools, open), "ms", 50);
  await throttle(4);
  line("longest task while it opens, CPU 4x slower", await longestTask(devtools, open), "ms", 50);
});

test("the home page", async ({ browser, tandem }) => {
  const page = await browser.newPage({ baseURL: tandem.url });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const errors: string[] = [];
  page.on("console", (said) => said.type() === "error" && errors.push(said.text()));
  const longest = await longestTask(devtools, async () => {
    await page.goto("/");
    await page.waitForTimeout(15_000);
  });
  line("longest task of the home page, CPU 4x slower", longest, "ms", 50);
  line("errors in the console of a first visit", errors.length, "", 0);
  await page.close();
});

const CLASS = 30; // rooms

type Inked = { inked: Map<object, Set<number>>; since: number };

/** Counts in a worker the frames in which each canvas got ink. */
async function countInked(worker: Worker): Promise<void> {
  await worker.evaluate(() => {
    const inked = new Map<object, Set<number>>();
    Object.assign(self, { inked, since: performance.now() });
    let frame = 0;
    const count = () => {
      frame++;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    const put = OffscreenCanvasRenderingContext2D.prototype.putImageData;
    OffscreenCanvasRenderingContext2D.prototype.putImageData = function (...args: unknown[]) {
      Reflect.apply(put, this, args);
      const frames = inked.get(this.canvas) ?? new Set();
      inked.set(this.canvas, frames.add(frame));
    };
  });
}

/**
 * Makes a worker's timers and frames `times` slower: the browser's throttle reaches only the page's own thread. What
 * looks at the clock finds that its work took so much longer.
 */
async function slowDown(worker: Worker, times: number): Promise<void> {
  await worker.evaluate((times) => {
    const now = performance.now.bind(performance);
    let from = now();
    const wait = () => {
      const until = from + times * (now() - from);
      while (now() < until);
      from = now();
      return from;
    };
    performance.now = wait;
    const slowly = (start: (run: (at: number) => void, ms?: number) => number) =>
      ((run, ms) =>
        start((at) => {
          from = now();
          run(at);
          wait();
        }, ms)) as typeof start;
    Object.assign(self, {
      setTimeout: slowly(setTimeout),
      requestAnimationFrame: slowly(requestAnimationFrame),
    });
  }, times);
}

test("a wall of a whole class", async ({ join, tandem }) => {
  const host = await join("Mila");
  const settings = { round_seconds: 120, rounds: 10 };
  const opened = await host.request.post("/api/lobbies", { data: { settings } });
  const { code } = await opened.json();
  await host.setViewportSize({ width: 1920, height: 1080 });
  await host.goto(`/l/${code}/wall`);
  const binary = new URL("../../bin/tandem", import.meta.url).pathname;
  const load = ["load", "--url", tandem.url, "--lobby", code, "--rooms", `${CLASS}`];
  const robots = spawn(binary, [...load, "--ramp", "0s", "--duration", "60s"]);
  const played = new Promise((resolve) => robots.once("exit", resolve));
  await expect(host.locator("li canvas:not(.wall-replay-blank)")).toHaveCount(CLASS);
  const devtools = await host.context().newCDPSession(host);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const [worker] = host.workers();
  await slowDown(worker, 4);
  await host.waitForTimeout(3000);
  await countInked(worker);
  const longest = await longestTask(devtools, () => host.waitForTimeout(20_000));
  const frames = await worker.evaluate(() => {
    const { inked, since } = self as unknown as Inked;
    const seconds = (performance.now() - since) / 1000;
    return [...inked.values()].map((of) => of.size / seconds);
  });
  await shootIfWanted(host, "projector-class");
  const slowest = frames.length < CLASS ? 0 : Math.min(...frames);
  atLeast(`frames a second of ${CLASS} drawings on a wall, the slowest, CPU 4x slower`, slowest, 4);
  line("longest task of that wall", longest, "ms", 50);
  expect(await played, "the robots' games are kept as drawn").toBe(0);
});

/** The time until an answer has arrived, in ms. */
function timeAnswer(page: Page, path: string): Promise<number> {
  return page.evaluate(async (path) => {
    const from = performance.now();
    const answer = await fetch(path, { cache: "no-store" });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return performance.now() - from;
  }, path);
}

/** How long the players draw in the last round of 60 s, in ms: until shortly before its end. */
const LAST_ROUND = 50_000;

test("a kept game of three minutes", async ({ join }) => {
  test.setTimeout(600_000);
  const pages = await match(join, { round_seconds: 60, rounds: 3 });
  await expect(pages[0].getByText("Round 1 of 3").first()).toBeAttached();
  const hands = [keepDrawing(pages[0], 1), keepDrawing(pages[1], 2)];
  await expect(pages[0].getByText("Round 3 of 3").first()).toBeAttached({ timeout: 150_000 });
  await pages[0].waitForTimeout(LAST_ROUND);
  await Promise.all(hands.map((hand) => hand.rest()));
  await pages[0].waitForURL(/\/g\/\w+$/, { timeout: 60_000 });
  const gameUrl = pages[0].url();
  // Leaves the page first, because its replay takes CPU time, too.
  for (const page of pages) await page.goto("/healthz");
  const card = `${gameUrl.replace("/g/", "/api/games/")}/card.png`;
  const drawn = hands.reduce((sum, hand) => sum + hand.strokes, 0);
  const first = await timeAnswer(pages[1], card);
  line(`the share card of ${drawn} strokes over HTTP, drawn for the first time`, first, "ms", 150);
  const again: number[] = [];
  for (let i = 0; i < 21; i++) again.push(await timeAnswer(pages[1], card));
  const usual = again.sort((a, b) => a - b)[10];
  line("the share card over HTTP, once it is cached, the middle of 21", usual, "ms", 5);
  await pages[1].close();

  await pages[0].goto(gameUrl);
  await expect(pages[0].locator("canvas[data-hash]")).toBeVisible();
  await pages[0].getByRole("button", { name: "Download" }).click();
  const save = async (form: RegExp) => {
    const film = pages[0].waitForEvent("download", { timeout: 300_000 });
    await pages[0].getByRole("button", { name: form }).click();
    await film;
  };
  const from = Date.now();
  await save(/Video/);
  line("video of a game of 3 minutes, eight times as fast", (Date.now() - from) / 1000, "s", 20);
  const devtools = await pages[0].context().newCDPSession(pages[0]);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  for (const form of [/Video/, /GIF/]) {
    const longest = await longestTask(devtools, () => save(form));
    line(`longest task while a ${form.source} is made, CPU 4x slower`, longest, "ms", 50);
  }
});
