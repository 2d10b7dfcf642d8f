/**
 * A room as its page has it: the line to the server, the picture, the hand that draws, and what
 * there is to show of it all, as signals. One of these lives as long as a page holds its seat.
 */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Op } from "../ink/op";
import { fromHex, INKS, SIZES } from "../ink/palette";
import { createFiller } from "./canvas/filler";
import { createFills, type FillResult, pixelOf } from "./canvas/fills";
import { createFrames } from "./canvas/frames";
import { createOpening } from "./canvas/opening";
import { createPainter, type Painter } from "./canvas/painter";
import { createPartner, type Partner } from "./canvas/partner";
import { createPicture } from "./canvas/picture";
import type { StandIn } from "./canvas/standIn";
import { createTestMarks, type Progress } from "./canvas/testMarks";
import { msLeft } from "./countdown";
import type { Brush } from "./hand/brush";
import { createHands, type Hands } from "./hand/hands";
import type { Place } from "./hand/place";
import type { Size, View } from "./hand/view";
import { createServerClock } from "./line/clock";
import { type Attach, type Connection, createLine, type Socket } from "./line/connection";
import type { Entry } from "./line/entry";
import { createIntake } from "./line/intake";
import { watchPage } from "./line/pageEvents";
import type { SavedInk } from "./line/savedInk";
import type { Ask, ReactionKind, RoomState, Seat } from "./line/state";
import { createTicker, type Ticker } from "./ticker";

/** The paper until the room has said which. */
const PLAIN = 0xfffdf6;

/** With more entries than this a game is long: to fold them takes more than a blink. */
const LONG = 3000;

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
  /** CSS px a unit of the sheet. */
  readonly scale: ReadonlySignal<number>;
  readonly area: ReadonlySignal<Size>;
  /** Pointers and keys over the sheet. */
  readonly hands: Hands;
  readonly partner: Pick<Partner, "pen" | "draws">;
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
  fill(place: Place): Promise<FillResult>;
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
  const fills = createFills({
    filler,
    canvas: () => picture.canvas,
    open: () => open.value,
    drawing: () => hands.drawing,
    put,
  });
  let element: HTMLCanvasElement | undefined;
  let painter: Painter | undefined;
  const partner = createPartner();
  const marks = createTestMarks();

  const clock = createServerClock();
  const frames = createFrames(draw);
  const intake = createIntake({
    fold,
    caughtUp: picture.caughtUp,
    refused: picture.refused,
    rest() {
      if (!intake.done) return; // the past is looked at as a whole
      picture.rest();
      partner.show();
      frames.wake();
    },
  });
  const opening = createOpening({
    standIn,
    hold: intake.hold,
    show: picture.standIn,
    ready: frames.wake,
  });
  let floatId = 0;

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
        opening.begin(w.seq > LONG && !picture.settled);
      },
      entries: (entries, live) => intake.entries(entries, live),
      caughtUp: (kept) => intake.caughtUp(kept),
      refused: (n) => intake.refused(n),
      notNow: () => void notNow.value++,
      hash: () => hash() ?? "",
    },
    { dial, reaches, ink },
  );

  let closed = false;
  /** Comes to the room, or back to it, with what pages before this one could not send. */
  function sitDown(): void {
    let came = false;
    ink.load((left) => {
      // What a slow browser tells late is worth another socket, if it is anything.
      const wanted = !came || (left.length > 0 && !isFinal(line.connection));
      came = true;
      if (wanted && !closed) line.open(left);
    });
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
        if (entry.seat !== you.value) partner.follow(entry.op, live);
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
    if (kind === "undo" && fills.cancelNewest()) return;
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
    fills.cancelAll();
    if (picture.canvas.hasInk(you.value)) put({ kind: "clear" });
  }

  function fill(place: Place): Promise<FillResult> {
    return fills.start(place, brush.value.colour);
  }

  /** What undo, redo and clear would do now. */
  function weigh(): void {
    const { canvas } = picture;
    const now: Can = {
      undo: fills.underWay || canvas.undoTarget(you.value) !== undefined,
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
    if (!element || opening.waiting) return;
    hands.drain();
    fills.settle();
    const shown = painterOn(element).paint(picture.canvas);
    if (shown) intake.goOn(); // what stands in is on the screen
    weigh();
    picture.rest();
    painted.value++;
    full.value = line.full;
    const told = !shown || !intake.done || marks.write(element, progress(), hash);
    if (hands.drawing || !shown || !told) frames.wake();
  }

  /** Whatever closes the sheet also ends the stroke on it. */
  const stopLifting = effect(() => {
    if (!open.value) hands.lift();
  });

  function progress(): Progress {
    const phase = state.value?.phase;
    const finished = (phase === "finishing" || phase === "kept") && line.answered;
    return { seq: line.seq, durable: line.durable, finished };
  }

  const stopWatching = watchPage({
    network(online) {
      network.value = online;
    },
    doubt: line.doubt,
    hurry: line.hurry,
    look: line.look,
    putDown,
    // Ink that is not durable can still be lost, by a browser that is cleared or a game that ends meanwhile.
    holds() {
      const { state } = line.connection;
      return line.undurable && state !== "over" && state !== "refused";
    },
  });

  /** The stroke ends here, and all of it is on its way and kept. */
  function putDown(): void {
    hands.interrupt();
    ink.hurry();
  }

  sitDown();

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
    scale: computed(() => hands.view.value.scale),
    area: hands.area,
    hands,
    intricate,
    notNow,
    partner,
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
      closed = true;
      putDown();
      stopLifting();
      stopWarming();
      partner.stop();
      opening.stop();
      ticker.pause();
      frames.stop();
      filler.stop();
      stopWatching();
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
