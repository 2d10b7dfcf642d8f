/**
 * A room as its page has it: the line to the server, the picture, the hand that draws, and what
 * there is to show of it all, as signals. One of these lives as long as a page holds its seat.
 */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Op } from "../ink/op";
import { fromHex, INKS, SIZES } from "../ink/palette";
import type { Brush } from "./capture";
import { createServerClock } from "./clock";
import { type Attach, type Connection, createLine, type Socket } from "./connection";
import { msLeft } from "./countdown";
import type { Entry } from "./entry";
import { createFrames } from "./frames";
import { type Input, listen } from "./input";
import { createPainter, type Painter } from "./painter";
import { createPicture } from "./picture";
import type { Ask, ReactionKind, RoomState, Seat } from "./state";
import { createTicker, type Ticker } from "./ticker";
import {
  filled,
  fitted,
  isWhole,
  opening,
  pinched,
  resized,
  type Size,
  toUnits,
  type View,
} from "./view";

/** The paper until the room has said which. */
const PLAIN = 0xfffdf6;

/** A pen that has not moved for so long rests, in ms. */
const REST = 2000;

/** A page that nobody saw for so long may have slept, and its socket died in its sleep; in ms. */
const SLEPT = 10_000;

/** A place on the sheet, in units. */
export type Place = { x: number; y: number };

/** A reaction on its way up. */
export type Float = { id: number; seat: Seat; kind: ReactionKind };

export type Room = {
  readonly connection: ReadonlySignal<Connection>;
  /** Whether the device has a network, as far as the browser knows. */
  readonly network: ReadonlySignal<boolean>;
  /** Undefined until the first welcome. */
  readonly state: ReadonlySignal<RoomState | undefined>;
  readonly you: ReadonlySignal<Seat>;
  /** The clock of the phase. */
  readonly ticker: Pick<Ticker, "countdown" | "seconds">;
  /** Whether the hand may draw. */
  readonly open: ReadonlySignal<boolean>;
  /** So much ink waits for the line that no more is taken. */
  readonly full: ReadonlySignal<boolean>;
  readonly brush: Signal<Brush>;
  readonly view: ReadonlySignal<View>;
  readonly area: ReadonlySignal<Size>;
  /** Where the partner's pen was seen last. */
  readonly partnerPen: ReadonlySignal<Place | null>;
  /** Whether it has moved just now. */
  readonly partnerDraws: ReadonlySignal<boolean>;
  readonly floats: ReadonlySignal<readonly Float[]>;
  /** Counts the frames in which the picture changed. */
  readonly painted: ReadonlySignal<number>;
  /** The server's time, in unix ms. */
  now(): number;
  ask(a: Ask): boolean;
  floated(id: number): void;
  /** Shows the whole sheet, or again what was in view before. */
  toggleWhole(): void;
  /** Gives the room its place on the page; call the result when the place goes. */
  mount(area: HTMLElement, element: HTMLCanvasElement): () => void;
  /** Sits down again where a newer page has taken the seat. */
  takeBack(): void;
  /** Leaves the seat to whoever comes next. */
  close(): void;
};

/** Dials the socket of a room on this page's own host. */
export function dialRoom(id: string): (at: Attach) => Socket {
  return ({ pen, epoch, after }) => {
    const url = new URL(`/api/rooms/${id}/socket`, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.search = `?pen=${pen}&epoch=${epoch}&after=${after}`;
    return new WebSocket(url);
  };
}

export function openRoom(dial: (at: Attach) => Socket): Room {
  // What there is to show.
  const connection = signal<Connection>({
    state: "connecting",
    failures: 0,
    restarting: false,
  });
  const network = signal(navigator.onLine);
  const state = signal<RoomState | undefined>(undefined);
  const you = signal<Seat>(1);
  const ticker = createTicker();
  const full = signal(false);
  const brush = signal<Brush>({ tool: "pen", size: SIZES[1], colour: INKS[0].colour });
  const area = signal<Size>({ width: 0, height: 0 });
  const view = signal<View>({ scale: 1, x: 0, y: 0 });
  const partnerPen = signal<Place | null>(null);
  const partnerDraws = signal(false);
  const floats = signal<readonly Float[]>([]);
  const painted = signal(0);
  const open = computed(() => {
    const s = state.value;
    if (s?.phase !== "round" || full.value || isFinal(connection.value)) return false;
    // Between rounds the hand draws on; after the last it rests.
    return s.round < s.rounds || !ticker.up.value;
  });

  // The picture.
  const picture = createPicture(PLAIN, () => line.last);
  let element: HTMLCanvasElement | undefined;
  let painter: Painter | undefined;
  let input: Input | undefined;

  /** What was in view before the whole sheet was. */
  let near: View | undefined;

  const clock = createServerClock();
  const frames = createFrames(draw);
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  let floatId = 0;

  const line = createLine(
    {
      connection(c) {
        batch(() => {
          connection.value = c;
          if (c.state === "connecting") clock.reset();
          // The room's clock stands still for a seat without a page; so does the one shown.
          if (c.state !== "open") ticker.pause();
        });
      },
      welcome(w) {
        you.value = w.you;
      },
      state: take,
      blank: (w) => picture.blank(paperOf(w.state)),
      entries(entries, live) {
        for (const entry of entries) fold(entry, live);
        frames.wake();
      },
      caughtUp() {
        picture.caughtUp(line.kept());
        frames.wake();
      },
      refused(n) {
        picture.refused(n);
        frames.wake();
      },
      hash: () => picture.canvas.hash(),
    },
    { dial },
  );

  function take(s: RoomState): void {
    clock.hear(s.now);
    batch(() => {
      state.value = s;
      ticker.set(msLeft(s, clock.now()), s.ends_at !== null);
    });
    picture.paper(paperOf(s));
    frames.wake();
  }

  function fold(entry: Entry, live: boolean): void {
    switch (entry.kind) {
      case "op":
        picture.apply(entry.seat, entry.op, entry.pen === line.pen ? entry.n : 0);
        if (entry.seat !== you.value) follow(entry.op);
        break;
      case "lifted":
        picture.lift(entry.seat);
        break;
      case "reaction":
        if (live) {
          floats.value = [
            ...floats.value,
            { id: ++floatId, seat: entry.seat, kind: entry.reaction },
          ];
        }
        break;
      default:
        break;
    }
  }

  function follow(op: Op): void {
    if (op.kind === "begin") partnerPen.value = { x: op.x, y: op.y };
    if (op.kind === "points") {
      const [x, y] = op.points.slice(-2);
      partnerPen.value = { x, y };
    }
    partnerDraws.value = true;
    clearTimeout(restTimer);
    restTimer = setTimeout(() => {
      partnerDraws.value = false;
    }, REST);
  }

  // The hand.

  function commit(): void {
    const ops = picture.commit();
    if (ops.length === 0) return;
    for (const op of ops) line.push(op);
    line.flush();
  }

  function draw(): void {
    if (!element || !painter) return;
    input?.drain();
    painter.paint(picture.canvas);
    painted.value++;
    full.value = line.full;
    tell(element);
    if (input?.drawing) frames.wake();
  }

  /** Whatever closes the sheet also ends the stroke on it. */
  const stopLifting = effect(() => {
    if (!open.value) input?.lift();
  });

  /** At time up the room has a word to say; a line that is dead without knowing carries none. */
  const stopExpecting = effect(() => {
    const phase = state.value?.phase;
    const runs = phase === "counting_in" || phase === "round";
    if (runs && !state.value?.paused && ticker.up.value) line.expect();
  });

  /** For tests: what this page has, on the element. */
  function tell(on: HTMLCanvasElement): void {
    const phase = state.value?.phase;
    const settled = (phase === "finishing" || phase === "kept") && line.answered;
    const seq = String(line.seq);
    if (settled && (on.dataset.hash === undefined || on.dataset.seq !== seq)) {
      on.dataset.hash = picture.canvas.hash();
    }
    on.dataset.seq = seq;
    on.dataset.durable = String(line.durable);
  }

  // The world around the page.
  let unseenSince: number | undefined;
  const listening = new AbortController();
  const { signal: gone } = listening;
  addEventListener("online", changeNetwork, { signal: gone });
  addEventListener("offline", changeNetwork, { signal: gone });
  document.addEventListener("visibilitychange", look, { signal: gone });
  addEventListener("beforeunload", holdBack, { signal: gone });

  /** A browser may be wrong about the network; to dial tells. */
  function changeNetwork(): void {
    network.value = navigator.onLine;
    line.doubt();
    if (navigator.onLine) line.hurry();
  }

  function look(): void {
    if (document.visibilityState === "hidden") {
      unseenSince = Date.now();
      return;
    }
    if (unseenSince !== undefined && Date.now() - unseenSince > SLEPT) line.doubt();
    unseenSince = undefined;
    line.hurry();
  }

  /** Ink that could not go out yet lives in this page alone. */
  function holdBack(event: BeforeUnloadEvent): void {
    if (!line.answered && line.connection.state !== "open") event.preventDefault();
  }

  line.open();

  return {
    connection,
    network,
    state,
    you,
    ticker,
    open,
    full,
    brush,
    view,
    area,
    partnerPen,
    partnerDraws,
    floats,
    painted,
    now: clock.now,
    ask: line.ask,
    floated(id) {
      floats.value = floats.value.filter((f) => f.id !== id);
    },
    toggleWhole() {
      const before = view.value;
      view.value = isWhole(before, area.value) ? (near ?? filled(area.value)) : fitted(area.value);
      near = before;
    },
    mount(place, on) {
      element = on;
      painter = createPainter(on);
      const box = () => place.getBoundingClientRect();
      input = listen(place, {
        brush: () => (open.value ? brush.value : undefined),
        toUnits(x, y) {
          const { left, top } = box();
          return toUnits(view.value, x - left, y - top);
        },
        sketch: picture.sketch,
        commit,
        discard: picture.discard,
        move(from, to) {
          const { left, top } = box();
          const inside = (p: typeof from) => ({ ...p, x: p.x - left, y: p.y - top });
          view.value = pinched(view.value, inside(from), inside(to), area.value);
        },
        wake: frames.wake,
      });
      const sizes = new ResizeObserver(([{ contentRect }]) => {
        const from = area.value;
        const to = { width: contentRect.width, height: contentRect.height };
        if (to.width === 0 || to.height === 0) return;
        batch(() => {
          view.value = from.width === 0 ? opening(to) : resized(view.value, from, to);
          area.value = to;
          near = undefined;
        });
      });
      sizes.observe(place);
      frames.wake();
      return () => {
        sizes.disconnect();
        input?.stop();
        input = undefined;
        painter = undefined;
        element = undefined;
      };
    },
    takeBack: line.open,
    close() {
      stopLifting();
      stopExpecting();
      clearTimeout(restTimer);
      ticker.pause();
      frames.stop();
      listening.abort();
      line.close();
    },
  };
}

/** Whether the page will not come back by itself. */
function isFinal({ state }: Connection): boolean {
  return state === "replaced" || state === "over" || state === "refused";
}

function paperOf({ paper }: RoomState): number {
  return paper === "" ? PLAIN : fromHex(paper);
}
