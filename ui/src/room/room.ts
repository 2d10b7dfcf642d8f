/**
 * The page's side of a room: the connection to the server, the picture, the player's hand, and what
 * the page shows of them, as signals. A room lives as long as the page holds its seat.
 */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { fromHex, INKS, SIZES } from "../ink/palette";
import type { FillResult } from "./canvas/fills";
import { createFrames } from "./canvas/frames";
import { createOpening } from "./canvas/opening";
import { createPartner, type Partner } from "./canvas/partner";
import { createPicture } from "./canvas/picture";
import type { StandIn } from "./canvas/standIn";
import { createTestAttributes, type Progress } from "./canvas/testAttributes";
import { msLeft } from "./clock/countdown";
import { createTicker, type Ticker } from "./clock/ticker";
import { createEasel, type PossibleActions } from "./easel";
import type { Brush } from "./hand/brush";
import type { Hands } from "./hand/hands";
import type { Point } from "./hand/point";
import type { Size, View } from "./hand/view";
import { createServerClock } from "./line/clock";
import { type Attach, createLine } from "./line/connection";
import type { Entry } from "./line/entry";
import { createIntake } from "./line/intake";
import { listenToPageEvents } from "./line/pageEvents";
import type { SavedInk } from "./line/savedInk";
import type { Connection, Socket } from "./line/sockets";
import type { ClientMessage, ReactionKind, RoomState, Seat } from "./line/state";

/** The paper's colour until the room's first state arrives. */
const DEFAULT_PAPER = 0xfffdf6;

/**
 * A game with more entries than this shows the server's picture first, because folding them takes
 * noticeably long.
 */
const LONG_GAME = 3000;

/** Ink becomes durable in less time, in ms, unless the database is away. */
const USUAL_STORE_TIME = 8000;

/** At most this many tiles are hashed at once: a tenth of the picture. */
const HASHED_TILES = 77;

/** A reaction that floats up over the page. */
export type Float = { id: number; seat: Seat; kind: ReactionKind };

export type Room = {
  readonly connection: ReadonlySignal<Connection>;
  /** Whether the device has a network, as far as the browser knows. */
  readonly network: ReadonlySignal<boolean>;
  /** Undefined until the first welcome. */
  readonly state: ReadonlySignal<RoomState | undefined>;
  readonly you: ReadonlySignal<Seat>;
  /** Counts down the current phase. */
  readonly ticker: Pick<Ticker, "countdown" | "seconds">;
  /** Whether the player may draw. */
  readonly canDraw: ReadonlySignal<boolean>;
  /** The outbox is full: no new stroke is accepted until some of it is sent. */
  readonly full: ReadonlySignal<boolean>;
  /** Whether own ink has waited for long to be durable. */
  readonly slow: ReadonlySignal<boolean>;
  /** Whether the browser stores ink that is not durable yet, so that it survives this page. */
  readonly safe: ReadonlySignal<boolean>;
  readonly brush: Signal<Brush>;
  readonly possible: ReadonlySignal<PossibleActions>;
  /** Counts the fills that failed because their area is too intricate. */
  readonly intricate: ReadonlySignal<number>;
  /** Counts the refused requests to end the game, because the partner is about to come back. */
  readonly notNow: ReadonlySignal<number>;
  readonly view: ReadonlySignal<View>;
  /** CSS px per unit of the sheet. */
  readonly scale: ReadonlySignal<number>;
  readonly area: ReadonlySignal<Size>;
  /** Pointers and keys over the sheet. */
  readonly hands: Hands;
  readonly partner: Pick<Partner, "pen" | "drawing">;
  readonly floats: ReadonlySignal<readonly Float[]>;
  /** Counts the frames in which the picture changed. */
  readonly painted: ReadonlySignal<number>;
  /** The server's time, in unix ms. */
  now(): number;
  send(a: ClientMessage): boolean;
  /** Leaves the game for good; close() must follow. */
  leave(): void;
  /** Undoes the player's newest mark, or cancels the current stroke or the newest pending fill. */
  undo(): void;
  redo(): void;
  clear(): void;
  /** Fills the area around a point with the brush's colour, once no stroke is open. */
  fill(place: Point): Promise<FillResult>;
  /** The visible colour at a point, 0xRRGGBB; undefined outside the sheet. */
  colourAt(place: Point): number | undefined;
  removeFloat(id: number): void;
  /** Switches between the whole sheet and the view before it. */
  toggleFit(): void;
  /** Attaches the room to its elements; call the result to detach it. */
  mount(area: HTMLElement, element: HTMLCanvasElement): () => void;
  /** Takes the seat back from a newer page. */
  takeSeatBack(): void;
  /** Closes the room; another page may take the seat. */
  close(): void;
};

/**
 * Opens a room. `dial` makes its socket, `standIn` fetches the server's picture, `ink` is the ink
 * that the browser stores; `isReachable` reports whether plain requests reach the room.
 */
export function openRoom(
  dial: (at: Attach) => Socket,
  standIn: StandIn,
  ink: SavedInk,
  isReachable?: () => Promise<boolean>,
): Room {
  // What the page shows.
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
  const slow = signal(false);
  /** The last seq that was durable, and when it is old: while no own ink waits, it never is. */
  let stored = 0;
  let slowAt = 0;
  const brush = signal<Brush>({ tool: "pen", size: SIZES[1], colour: INKS[0].colour });
  const floats = signal<readonly Float[]>([]);
  const painted = signal(0);
  const intricate = signal(0);
  const notNow = signal(0);
  const canDraw = computed(() => {
    const s = state.value;
    if (s?.phase !== "round" || full.value || isFinal(connection.value)) return false;
    // Players draw on between rounds, and stop after the last.
    return s.round < s.rounds || !ticker.up.value;
  });

  // The picture.
  const picture = createPicture(
    DEFAULT_PAPER,
    () => line.last,
    () => you.value,
  );
  let element: HTMLCanvasElement | undefined;
  const partner = createPartner();
  const attributes = createTestAttributes();

  const clock = createServerClock();
  const frames = createFrames(draw);
  const intake = createIntake({
    fold,
    caughtUp: picture.caughtUp,
    refused: picture.refused,
    sliceDone() {
      if (!intake.done) return; // the catch-up is shown at once, at its end
      picture.hashAhead();
      partner.show();
      frames.schedule();
    },
  });
  const opening = createOpening({
    standIn,
    pauseFolding: intake.pause,
    show: picture.standIn,
    ready: frames.schedule,
  });
  let floatId = 0;

  const line = createLine(
    {
      connection(c) {
        // The room will never accept the stored ink.
        if (c.state === "over" || (c.state === "refused" && c.reason !== "too_fast")) ink.clear();
        batch(() => {
          connection.value = c;
          // The room pauses its clock for a seat without a page, and so does this one.
          if (c.state !== "open") ticker.pause();
          else if (state.value) showTime(state.value);
        });
      },
      welcome(w) {
        you.value = w.you;
        clock.reset(); // this may be another node
      },
      state: applyState,
      blank(w) {
        intake.clear();
        picture.blank(paperOf(w.state));
        opening.begin(w.seq > LONG_GAME && !picture.settled);
      },
      entries: (entries, live) => intake.entries(entries, live),
      caughtUp: (pending) => intake.caughtUp(pending),
      refused: (n) => intake.refused(n),
      notNow: () => void notNow.value++,
      hash: () => hash() ?? "",
    },
    { dial, isReachable, ink },
  );

  let closed = false;
  /** Opens the line, first or again, with the ink that earlier pages could not send. */
  function openLine(): void {
    let opened = false;
    ink.load((left) => {
      // A browser that answers late is worth another socket only if it has ink.
      const worthOpening = !opened || (left.length > 0 && !isFinal(line.connection));
      opened = true;
      if (worthOpening && !closed) line.open(left);
    });
  }

  /** The hash of the picture, if every entry is folded and the hash is cheap now. */
  function hash(): string | undefined {
    return intake.done && picture.canvas.hashAhead(HASHED_TILES)
      ? picture.canvas.hash()
      : undefined;
  }

  function applyState(s: RoomState): void {
    clock.sync(s.now);
    batch(() => {
      state.value = s;
      showTime(s);
    });
    picture.paper(paperOf(s));
    frames.schedule();
  }

  function showTime(s: RoomState): void {
    ticker.set(msLeft(s, clock.now()), s.ends_at !== null);
  }

  function fold(entry: Entry, live: boolean): void {
    switch (entry.kind) {
      case "op":
        picture.apply(entry.seat, entry.op, entry, entry.pen === line.pen);
        if (entry.seat !== you.value) partner.follow(entry.op, live);
        break;
      case "lifted":
        picture.endStroke(entry.seat);
        break;
      case "reaction":
        if (live) {
          floats.value = [
            ...floats.value,
            { id: ++floatId, seat: entry.seat, kind: entry.reaction },
          ];
        }
        break;
      case "began_counting_in":
      case "round":
      case "paused":
      case "resumed":
      case "joined":
      case "gone":
      case "going_on":
      case "finished":
      case "durable":
        break; // the state that the room sends with them shows these
      default:
        entry satisfies never;
    }
  }

  const easel = createEasel({
    picture,
    brush,
    canDraw,
    seat: () => you.value,
    push(ops) {
      for (const op of ops) line.push(op);
      line.flush();
    },
    wake: () => frames.schedule(),
    onIntricate: () => void intricate.value++,
  });
  const { hands } = easel;

  function draw(): void {
    if (!element || opening.waiting) return;
    const allPainted = easel.draw();
    if (allPainted) intake.resume(); // the stand-in is on the screen
    picture.hashAhead();
    painted.value++;
    full.value = line.full;
    const now = Date.now();
    if (!line.hasUndurable || line.durable !== stored) slowAt = now + USUAL_STORE_TIME;
    stored = line.durable;
    slow.value = now > slowAt;
    const finished = !allPainted || !intake.done || attributes.write(element, progress(), hash);
    if (hands.drawing || !allPainted || !finished) frames.schedule();
  }

  function progress(): Progress {
    const phase = state.value?.phase;
    const finished = (phase === "finishing" || phase === "kept") && line.answered;
    return { seq: line.seq, durable: line.durable, finished };
  }

  const stopWatching = listenToPageEvents({
    onNetwork(online) {
      network.value = online;
    },
    redial: line.redial,
    retryNow: line.retryNow,
    redialIfSilent: line.redialIfSilent,
    saveStroke,
    // Ink that is not durable can still be lost: the player may clear the browser's data, or the
    // game may end.
    hasUnsavedInk() {
      const { state } = line.connection;
      return line.hasUndurable && state !== "over" && state !== "refused";
    },
  });

  /** Ends the open stroke, sends all of it and stores it in the browser. */
  function saveStroke(): void {
    hands.interrupt();
    ink.writeNow();
  }

  openLine();

  return {
    connection,
    network,
    state,
    you,
    ticker,
    canDraw,
    full,
    slow,
    safe: ink.safe,
    brush,
    possible: easel.possible,
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
    send: line.send,
    leave() {
      saveStroke();
      line.leave();
    },
    undo: easel.undo,
    redo: easel.redo,
    clear: easel.clear,
    fill: easel.fill,
    colourAt: easel.colourAt,
    removeFloat(id) {
      floats.value = floats.value.filter((f) => f.id !== id);
    },
    toggleFit: hands.toggleFit,
    mount(place, on) {
      element = on;
      const unmount = easel.mount(place, on);
      return () => {
        unmount();
        element = undefined;
      };
    },
    takeSeatBack: openLine,
    close() {
      closed = true;
      saveStroke();
      easel.stop();
      partner.stop();
      opening.stop();
      ticker.pause();
      frames.stop();
      stopWatching();
      line.close();
    },
  };
}

/** Whether the connection is closed for good unless the player acts. */
function isFinal({ state }: Connection): boolean {
  return state === "replaced" || state === "over" || state === "refused";
}

function paperOf({ paper }: RoomState): number {
  return paper === "" ? DEFAULT_PAPER : fromHex(paper);
}
