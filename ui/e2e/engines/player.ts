import { expect } from "@playwright/test";
import type { Game } from "../../src/api/client";
import type { Point } from "../scene";
import { coloursAt, digest, painted, seenOn } from "../sheet";
import { expectColours, type SheetDriver } from "../sheetDriver";
import { type Downloaded, type Held, type Pixel, run, type Tab } from "./tab";

type Role = "button" | "link" | "radio";
type Name = string | RegExp;

/** A player at a page of Tandem, in any engine. Each action waits until it is possible. */
export type Player = {
  name: string;
  /** Opens a path of Tandem. */
  open: (path: string) => Promise<void>;
  reload: () => Promise<void>;
  path: () => Promise<string>;
  /** Sends a request to the API as the page does, and returns the JSON of the answer. */
  ask: <T>(method: string, path: string, body?: object) => Promise<T>;
  /** Presses the middle of the element with this role and name. */
  press: (role: Role, name: Name) => Promise<void>;
  key: (keys: string) => Promise<void>;
  /** Whether a text is on the page. */
  has: (text: Name) => Promise<boolean>;
  sees: (text: Name) => Promise<void>;
  /** The sheet, with this kind of pointer. */
  sheet: (held: Held) => SheetDriver;
  /** An attribute of the sheet, in the room and at the reveal. */
  sheetSays: (attribute: "data-seq" | "data-durable" | "data-hash") => Promise<string | null>;
  /** A digest of the pixels of the room's sheet. */
  pixels: () => Promise<string>;
  /** Whether a drawing on a wall shows more than its paper. */
  wallHasInk: () => Promise<boolean>;
  download: (start: () => Promise<void>) => Promise<Downloaded>;
};

/** Opens a player in a tab. `url` is Tandem's, or that of a cable to it. */
export async function playerAt(tab: Tab, name: string, url: string): Promise<Player> {
  const onSheet = async <A extends readonly unknown[], T>(
    inspect: (sheet: HTMLCanvasElement, ...given: A) => T,
    ...given: A
  ) => {
    const listed = ['document.querySelector("canvas[data-seq]")', ...given.map(json)].join(", ");
    return (await tab.evaluate(`(${inspect})(${listed})`)) as T;
  };

  const player: Player = {
    name,
    open: (path) => tab.open(url + path),
    reload: tab.reload,
    path: () => run(tab, () => location.pathname),
    ask: (method, path, body) => run(tab, ask, method, path, body) as Promise<never>,
    async press(role, name) {
      await expect(async () => {
        await tab.stroke("mouse", [await placeOf(tab, role, name)]);
        await expect.poll(() => run(tab, wasPressed), { timeout: 5000 }).toBe(true);
      }, `the ${role} ${name} may have moved away`).toPass({ timeout: 60_000 });
    },
    key: tab.key,
    has: (text) => run(tab, hasText, ...pattern(text)),
    async sees(text) {
      await expect.poll(() => player.has(text), `${name} sees ${text}`).toBe(true);
    },
    sheet: (held) => ({
      async take(...names) {
        for (const name of names) await player.press("radio", name);
      },
      async stroke(...places) {
        const { x, y, width, height } = await onSheet(boxOf);
        const at = ([px, py]: Point): Pixel => [x + (px / 1000) * width, y + (py / 750) * height];
        await tab.stroke(held, places.map(at));
      },
      taken: (...names) => run(tab, checked, names),
      shows: (...wanted) => expectColours((places) => onSheet(coloursAt, places), wanted),
    }),
    sheetSays: (attribute) =>
      run(
        tab,
        (name) => document.querySelector(`canvas[${name}]`)?.getAttribute(name) ?? null,
        attribute,
      ),
    async pixels() {
      await run(tab, painted);
      return onSheet(digest);
    },
    async wallHasInk() {
      const seen = await tab.evaluate(`(${seenOn})(document.querySelector("li canvas"))`);
      return (seen as ReturnType<typeof seenOn>).ink;
    },
    download: tab.download,
  };

  await player.open("/");
  await player.ask("PUT", "/api/me", { name });
  return player;
}

/** Waits until both pages show all ink, and all of it is durable. */
export async function settled(...players: Player[]): Promise<void> {
  const seqs = async () => {
    const all = players.flatMap((player) => [
      player.sheetSays("data-seq"),
      player.sheetSays("data-durable"),
    ]);
    return new Set(await Promise.all(all)).size;
  };
  await expect.poll(seqs, "all is everywhere").toBe(1);
}

/** Both players agree to go on to the next round, or to finish. */
export async function goOn(a: Player, b: Player, next: Name): Promise<void> {
  await a.press("button", /early\?$/);
  await b.press("button", /^(Next round|Finish)$/);
  for (const player of [a, b]) await player.sees(next);
}

/** The host makes the present round longer: on a slow machine a test takes long. */
export async function lengthen(host: Player): Promise<void> {
  const room = (await host.path()).replace("/r/", "/api/rooms/");
  for (const _ of [1, 2, 3]) await host.ask("POST", `${room}/direct`, { do: "minute" });
}

/** The kept game that a player's page shows, once its picture has been drawn. */
export async function keptGame(player: Player): Promise<Game> {
  const path = (await player.path()).replace("/g/", "/api/games/");
  let game: Game | undefined;
  await expect
    .poll(async () => {
      game = await player.ask<Game>("GET", path);
      return game.picture_hash;
    }, "the game's picture")
    .toBeTruthy();
  return game as Game;
}

/** Waits until an element can be pressed, and returns its middle. */
async function placeOf(tab: Tab, role: Role, name: Name): Promise<Pixel> {
  let place: Pixel = [0, 0];
  const inspect = async () => {
    const found = await run(tab, whereIs, role, ...pattern(name));
    if (typeof found === "string") return found;
    place = found;
    return "here";
  };
  await expect
    .poll(inspect, { message: `${role} ${name}`, intervals: [20, 50, 100, 100, 250] })
    .toBe("here");
  return place;
}

const json = (value: unknown) => JSON.stringify(value);

/** A name as a regular expression, in a form that can be sent to a page. */
function pattern(name: Name): [source: string, flags: string] {
  if (name instanceof RegExp) return [name.source, name.flags];
  return [`^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`, ""];
}

// The following functions run in the page, without access to this module.

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(path, {
    method,
    headers: body && { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text && JSON.parse(text);
}

function hasText(source: string, flags: string): boolean {
  const sought = new RegExp(source, flags);
  return [...document.querySelectorAll("body *")].some(
    (element) =>
      sought.test((element.textContent ?? "").replace(/\s+/g, " ").trim()) &&
      element.checkVisibility({ visibilityProperty: true }),
  );
}

function checked(names: readonly string[]): string[] {
  return [...document.querySelectorAll<HTMLInputElement>("input[type=radio]:checked")]
    .map((radio) => radio.ariaLabel ?? radio.labels?.[0]?.textContent ?? "")
    .filter((name) => names.includes(name));
}

function boxOf(sheet: HTMLCanvasElement): { x: number; y: number; width: number; height: number } {
  const { x, y, width, height } = sheet.getBoundingClientRect();
  return { x, y, width, height };
}

/** The middle of an element that is still, uncovered and enabled, or else the reason why it can't be pressed. */
async function whereIs(
  role: Role,
  source: string,
  flags: string,
): Promise<[x: number, y: number] | string> {
  const selectors = { button: "button", link: "a[href]", radio: "input[type=radio]" };
  const sought = new RegExp(source, flags);
  const nameOf = (element: HTMLElement) =>
    element.ariaLabel ??
    (element instanceof HTMLInputElement ? element.labels?.[0] : element)?.textContent ??
    "";
  const found = [...document.querySelectorAll<HTMLElement>(selectors[role])].filter(
    (element) =>
      sought.test(nameOf(element).replace(/\s+/g, " ").trim()) &&
      element.checkVisibility({ visibilityProperty: true }),
  );
  if (found.length !== 1) return `there are ${found.length}`;
  const [element] = found;
  if (element.matches(":disabled")) return "it is disabled";

  const middle = () => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x + width / 2, y + height / 2] as const;
  };
  const frame = () => new Promise((resume) => requestAnimationFrame(resume));
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
  const [wasX, wasY] = middle();
  await frame();
  await frame();
  const [x, y] = middle();
  if (x !== wasX || y !== wasY) return "it moves";
  const top = document.elementFromPoint(x, y);
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  if (![element, ...labels].some((own) => own.contains(top)))
    return `it is covered by ${top?.outerHTML.slice(0, 100)}`;
  const page = window as { pressed?: boolean };
  page.pressed = false;
  const press = () => {
    page.pressed = true;
  };
  element.addEventListener("click", press, { once: true, capture: true });
  return [x, y];
}

/** Whether the element that `whereIs` found last was pressed. */
function wasPressed(): boolean {
  return (window as { pressed?: boolean }).pressed === true;
}
