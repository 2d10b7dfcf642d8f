/**
 * A room as its page has it: the line to the server, the picture, the hand that draws, and what
 * there is to show of it all, as signals. One of these lives as long as a page holds its seat.
 */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Filled } from "../ink/fill";
import type { Fill, Op } from "../ink/op";
import { fromHex, INKS, SIZES } from "../ink/palette";
import { createFiller } from "./canvas/filler";
import { createFrames } from "./canvas/frames";
import { createPainter, type Painter } from "./canvas/painter";
import { createPicture } from "./canvas/picture";
import type { Pixels, StandIn } from "./canvas/standIn";
import { msLeft } from "./countdown";
import type { Brush } from "./hand/brush";
import { createHands, type Hands } from "./hand/hands";
import type { Place } from "./hand/place";
import type { Size, View } from "./hand/view";
import { createServerClock } from "./line/clock";
import { type Attach, type Connection, createLine, type Socket } from "./line/connection";
import type { Entry } from "./line/entry";
import { createIntake } from "./line/intake";
import type { SavedInk } from "./line/savedInk";
import type { Ask, ReactionKind, RoomState, Seat } from "./line/state";
import { createTicker, type Ticker } from "./ticker";

/** The paper until the room has said which. */
const PLAIN = 0xfffdf6;

/** A pen that has not moved for so long rests, in ms. */
const REST = 2000;

/** With more entries than this a game is long: to fold them takes more than a blink. */
const LONG = 3000;

/** The past waits no longer than this for the picture that stands in for it, in ms. */
const HEAD_START = 500;

/** The most tiles of the picture to look at for its hash at once: a tenth of them. */
const TILES = 77;

/** What the hand can do to its own marks. */
export type Can = { undo: boolean; redo: boolean; clear: boolean };

const CAN_NOTHING: Can = { undo: false, redo: false, clear: false };

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
  /** Whether ink that is not durable outlives this page. */
  readonly safe: ReadonlySignal<boolean>;
  readonly brush: Signal<Brush>;
  readonly can: ReadonlySignal<Can>;
  /** Counts the fills that could not be: their area is too intricate. */
  readonly intricate: ReadonlySignal<number>;
  /** Counts how often the game could not be ended, as the partner is about to come back. */
  readonly notNow: ReadonlySignal<number>;
  readonly view: ReadonlySignal<View>;
  readonly area: ReadonlySignal<Size>;
  /** Pointers and keys over the sheet. */
  readonly hands: Hands;
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
  /** Takes back the newest of one's own marks, a stroke under the hand or a fill under way; brings it back; takes all away. */
  undo(): void;
  redo(): void;
  clear(): void;
  /** Fills the area around a place with the brush's colour, as soon as no stroke is under way. */
  fill(place: Place): Promise<"filled" | Exclude<Filled, Fill>>;
  /** The colour that is to be seen at a place, 0xRRGGBB; undefined beside the sheet. */
  colourAt(place: Place): number | undefined;
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
  return ({ pen, earlier, epoch, after }) => {
    const url = new URL(`/api/rooms/${id}/socket`, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.search = `?pen=${pen}&epoch=${epoch}&after=${after}`;
    if (earlier.length > 0) url.search += `&earlier=${earlier}`;
    return new WebSocket(url);
  };
}

/** Asks the socket's address for a page, which Tandem itself refuses with a problem of its own. */
export function reachRoom(id: string): () => Promise<boolean> {
  return async () => {
    try {
      const answer = await fetch(`/api/rooms/${id}/socket?pen=1`, { cache: "no-store" });
      return (await answer.json()).code === "not_a_socket";
    } catch {
      return false;
    }
  };
}

/**
 * A room whose socket `dial` makes, with the server's picture of it and the ink that the browser keeps; `reaches`
 * tells whether plain requests reach it.
 */
export function openRoom(
  dial: (at: Attach) => Socket,
  standIn: StandIn,
  ink: SavedInk,
  reaches?: () => Promise<boolean>,
): Room {
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
  const partnerPen = signal<Place | null>(null);
  const partnerDraws = signal(false);
  const floats = signal<readonly Float[]>([]);
  const painted = signal(0);
  const intricate = signal(0);
  const notNow = signal(0);
  const open = computed(() => {
    const s = state.value;
    if (s?.phase !== "round" || full.value || isFinal(connection.value)) return false;
    // Between rounds the hand draws on; after the last it rests.
    return s.round < s.rounds || !ticker.up.value;
  });

  const possible = signal(CAN_NOTHING);
  const can = computed(() => (open.value ? possible.value : CAN_NOTHING));

  // The picture.
  const picture = createPicture(
    PLAIN,
    () => line.last,
    () => you.value,
  );
  const filler = createFiller();
  /** Fills that have been asked for and are not on the picture, oldest first. */
  let spreading: Spreading[] = [];
  let element: HTMLCanvasElement | undefined;
  let painter: Painter | undefined;
  /**
   * The picture that stands in may be here any moment: nothing is painted that it will cover, and nothing folded, as
   * that would keep the processor from it.
   */
  let awaits = false;
  let headStart: ReturnType<typeof setTimeout> | undefined;

  const clock = createServerClock();
  const frames = createFrames(draw);
  /** Where the partner's pen is, to be told once all that came is folded. */
  let partnerSeen: Place | undefined;
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  const intake = createIntake({
    fold,
    caughtUp: picture.caughtUp,
    refused: picture.refused,
    rest() {
      if (!intake.done) return; // the past is looked at as a whole
      picture.rest();
      if (partnerSeen) partnerPen.value = partnerSeen;
      frames.wake();
    },
  });
  let floatId = 0;
  /** The seq of the hash that was told. */
  let hashed = 0;

  const line = createLine(
    {
      connection(c) {
        // Nobody will ever take it.
        if (c.state === "over" || (c.state === "refused" && c.reason !== "too_fast")) ink.clear();
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
      blank(w) {
        intake.clear();
        picture.blank(paperOf(w.state));
        const long = w.seq > LONG && !picture.settled;
        if (long && !standIn.ahead) void show(standIn.fetch());
        clearTimeout(headStart);
        if (long && awaits) headStart = setTimeout(waitNoLonger, HEAD_START);
        else waitNoLonger();
      },
      entries: (entries, live) => intake.entries(entries, live),
      caughtUp: (kept) => intake.caughtUp(kept),
      refused: (n) => intake.refused(n),
      notNow: () => void notNow.value++,
      hash: () => hash() ?? "",
    },
    { dial, reaches, ink },
  );

  /** Comes to the room, or back to it, with what pages before this one could not send. */
  function sitDown(): void {
    let came = false;
    ink.load((left) => {
      // What a slow browser tells late is worth another socket, if it is anything.
      const wanted = !came || (left.length > 0 && !isFinal(line.connection));
      came = true;
      if (wanted && !gone.aborted) line.open(left);
    });
  }

  /** Whoever opens a long game sees it at once; to fold it takes a second or two. */
  async function show(coming: Promise<Pixels>): Promise<void> {
    awaits = true;
    intake.hold();
    try {
      picture.standIn(await coming);
    } catch (err) {
      console.warn(err); // it comes all the same
    } finally {
      waitNoLonger();
    }
  }

  function waitNoLonger(): void {
    clearTimeout(headStart);
    awaits = false;
    frames.wake();
  }

  /** Of the picture, if all that came is in it and it costs little. */
  function hash(): string | undefined {
    return intake.done && picture.canvas.lookAhead(TILES) ? picture.canvas.hash() : undefined;
  }

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
        picture.apply(entry.seat, entry.op, entry, entry.pen === line.pen);
        if (entry.seat !== you.value) follow(entry.op, live);
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

  function follow(op: Op, live: boolean): void {
    if (op.kind === "begin") partnerSeen = { x: op.x, y: op.y };
    if (op.kind === "points") {
      const [x, y] = op.points.slice(-2);
      partnerSeen = { x, y };
    }
    if (!live) return;
    partnerDraws.value = true;
    clearTimeout(restTimer);
    restTimer = setTimeout(() => {
      partnerDraws.value = false;
    }, REST);
  }

  // The hand.

  const hands = createHands({
    open,
    brush,
    sketch: (op) => picture.sketch(op),
    guess: (points) => picture.guess(points),
    commit,
    discard: () => picture.discard(),
    fill(place) {
      void fill(place).then((done) => {
        if (done === "intricate") intricate.value++;
      });
    },
    colourAt,
    wake: () => frames.wake(),
  });
  /** The first fill need not wait for the worker. */
  const stopWarming = effect(() => {
    if (brush.value.tool === "fill") filler.warm();
  });

  function commit(): void {
    const ops = picture.commit();
    if (ops.length === 0) return;
    for (const op of ops) line.push(op);
    line.flush();
  }

  /** An op that is no part of a stroke. */
  function put(op: Op): void {
    picture.sketch(op);
    commit();
    frames.wake();
  }

  /** Undo and redo. */
  function flip(kind: "undo" | "redo"): void {
    if (!open.value) return;
    hands.lift();
    const given = kind === "undo" ? spreading.pop() : undefined;
    if (given) {
      given.done("nothing");
      return;
    }
    const { canvas } = picture;
    const target = kind === "undo" ? canvas.undoTarget(you.value) : canvas.redoTarget(you.value);
    if (target) put({ kind, target });
  }

  function colourAt(place: Place): number | undefined {
    const { x, y } = pixelOf(place);
    return painter?.colourAt(x, y);
  }

  function clear(): void {
    if (!open.value) return;
    hands.lift();
    for (const given of spreading.splice(0)) given.done("nothing");
    if (picture.canvas.hasInk(you.value)) put({ kind: "clear" });
  }

  function fill(place: Place): Promise<"filled" | Exclude<Filled, Fill>> {
    if (!open.value) return Promise.resolve("nothing");
    return new Promise((resolve) => {
      const one: Spreading = {
        done(result) {
          spreading = spreading.filter((other) => other !== one);
          resolve(result);
        },
      };
      spreading.push(one);
      const { x, y } = pixelOf(place);
      filler
        .fill(() => picture.canvas, x, y, brush.value.colour)
        .then((filled) => {
          if (typeof filled === "string") {
            one.done(filled);
            return;
          }
          one.fill = filled;
          land(); // before the next one is computed on it
        })
        .catch((err) => {
          console.error("room: a fill failed", err);
          one.done("nothing");
        });
    });
  }

  /** Puts the fills on the picture that are computed. Within a stroke no other op may come. */
  function land(): void {
    while (spreading[0]?.fill && !hands.drawing) {
      const [{ fill: op, done }] = spreading;
      if (open.value) put(op);
      done(open.value ? "filled" : "nothing");
    }
  }

  /** What undo, redo and clear would do now. */
  function weigh(): void {
    const { canvas } = picture;
    const now: Can = {
      undo: spreading.length > 0 || canvas.undoTarget(you.value) !== undefined,
      redo: canvas.redoTarget(you.value) !== undefined,
      clear: canvas.hasInk(you.value),
    };
    const { undo, redo, clear } = possible.value;
    if (now.undo !== undo || now.redo !== redo || now.clear !== clear) possible.value = now;
  }

  function painterOn(on: HTMLCanvasElement): Painter {
    painter ??= createPainter(on, frames.wake);
    return painter;
  }

  function draw(): void {
    if (!element || awaits) return;
    hands.drain();
    land();
    const shown = painterOn(element).paint(picture.canvas);
    if (shown) intake.goOn(); // what stands in is on the screen
    weigh();
    picture.rest();
    painted.value++;
    full.value = line.full;
    if (shown && intake.done) tell(element);
    if (hands.drawing || !shown) frames.wake();
  }

  /** Whatever closes the sheet also ends the stroke on it. */
  const stopLifting = effect(() => {
    if (!open.value) hands.lift();
  });

  /** For tests: what this page has, on the element. */
  function tell(on: HTMLCanvasElement): void {
    const phase = state.value?.phase;
    const settled = (phase === "finishing" || phase === "kept") && line.answered;
    if (settled && hashed !== line.seq) {
      const known = hash();
      if (known !== undefined) {
        on.dataset.hash = known;
        hashed = line.seq;
      } else frames.wake();
    }
    on.dataset.seq = String(line.seq);
    on.dataset.durable = String(line.durable);
  }

  // The world around the page.
  const listening = new AbortController();
  const { signal: gone } = listening;
  addEventListener("online", changeNetwork, { signal: gone });
  addEventListener("offline", changeNetwork, { signal: gone });
  document.addEventListener("visibilitychange", look, { signal: gone });
  addEventListener("beforeunload", holdBack, { signal: gone });
  addEventListener("pagehide", putDown, { signal: gone });
  addEventListener("pageshow", comeAlive, { signal: gone });

  /** A browser may be wrong about the network; to dial tells. */
  function changeNetwork(): void {
    network.value = navigator.onLine;
    line.doubt();
    if (navigator.onLine) line.hurry();
  }

  function look(): void {
    if (document.visibilityState === "hidden") {
      // What the hand does meanwhile the page does not see. And it may never be seen again.
      putDown();
      return;
    }
    line.look();
    line.hurry();
  }

  /** The stroke ends here, and all of it is on its way and kept. */
  function putDown(): void {
    hands.interrupt();
    ink.hurry();
  }

  /** A browser that kept the whole page has cut its socket, and need not have said so. */
  function comeAlive({ persisted }: PageTransitionEvent): void {
    if (!persisted) return;
    line.doubt();
    line.hurry();
  }

  /** Ink that is not durable can still be lost, by a browser that is cleared or a game that ends meanwhile. */
  function holdBack(event: BeforeUnloadEvent): void {
    const { state } = line.connection;
    if (line.undurable && state !== "over" && state !== "refused") event.preventDefault();
  }

  sitDown();
  if (standIn.ahead) void show(standIn.ahead);

  return {
    connection,
    network,
    state,
    you,
    ticker,
    open,
    full,
    safe: ink.safe,
    brush,
    can,
    view: hands.view,
    area: hands.area,
    hands,
    intricate,
    notNow,
    partnerPen,
    partnerDraws,
    floats,
    painted,
    now: clock.now,
    ask: line.ask,
    undo: () => flip("undo"),
    redo: () => flip("redo"),
    clear,
    fill,
    colourAt,
    floated(id) {
      floats.value = floats.value.filter((f) => f.id !== id);
    },
    toggleWhole: hands.toggleWhole,
    mount(place, on) {
      element = on;
      painterOn(on);
      const unmount = hands.mount(place);
      frames.wake();
      return () => {
        hands.lift();
        unmount();
        painter = undefined;
        element = undefined;
      };
    },
    takeBack: sitDown,
    close() {
      putDown();
      stopLifting();
      stopWarming();
      clearTimeout(restTimer);
      clearTimeout(headStart);
      ticker.pause();
      frames.stop();
      filler.stop();
      listening.abort();
      line.close();
    },
  };
}

/** A fill on its way: computed once `fill` is there. */
type Spreading = {
  fill?: Fill;
  done(result: "filled" | Exclude<Filled, Fill>): void;
};

/** Whether the page will not come back by itself. */
function isFinal({ state }: Connection): boolean {
  return state === "replaced" || state === "over" || state === "refused";
}

/** The pixel of the raster at a place. */
function pixelOf({ x, y }: Place): Place {
  return { x: Math.floor(x / 2), y: Math.floor(y / 2) };
}

function paperOf({ paper }: RoomState): number {
  return paper === "" ? PLAIN : fromHex(paper);
}
