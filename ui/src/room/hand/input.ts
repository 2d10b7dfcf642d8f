/**
 * Pointers over the sheet: one finger, the mouse, a pen or the keys draw; two fingers, the wheel, or the
 * mouse with space held move the sheet. Which device does what, and how each deed ends, is a table:
 * devices.test.ts, whose rows are tests.
 */
import type { Brush } from "./brush";
import type { Sample } from "./capture";
import { type Grip, isStroke, type Sheet, takeGrip } from "./grip";
import type { Place } from "./place";
import type { Pinch } from "./view";
import { wheeled } from "./wheel";

/**
 * A finger may be the first of two. So long its ink is shown but kept back, in ms; a finger that
 * has not moved STILL px gets longer.
 */
const YOUNG = 80;
const YOUNG_AND_STILL = 200;
const STILL = 6;

/** What a device expects of the hand is shown so far ahead, in ms: about a frame. */
const SOON = 17;

/** Bits of `buttons`: the left button, a finger or a pen's tip; the other end of a pen; the wheel as a button. */
const MAIN = 1;
const ERASER = 32;
const MIDDLE = 4;

/** The bit of each number that `button` may have. */
const BITS = [MAIN, MIDDLE, 2, 8, 16, ERASER];

/** A pen that knows no pressure says this, always; above the paper every pen says 0. */
const NO_PRESSURE = 0.5;

/** Where ink and gestures go. */
export type Hand = Sheet & {
  /** The brush, or undefined while there is nothing to draw on. */
  brush(): Brush | undefined;
  /** Whether the mouse moves the sheet instead: space is held. */
  pans(): boolean;
  /** Units of a place on the screen, in client px. */
  toUnits(x: number, y: number): Place;
  /** Whether one finger draws; else it moves the sheet, so that the palm beside a pen leaves no ink. */
  fingersDraw(): boolean;
  /** A pen touched the sheet. */
  penCame(): void;
  /** Fingers moved, or the wheel, or the mouse that pans. */
  move(from: Pinch, to: Pinch): void;
  /** There is something to drain at the next frame. */
  wake(): void;
};

export type Input = {
  /** Whether ink is under way. */
  readonly drawing: boolean;
  /** Once a frame: sketches what came since, and commits it when it is old enough. */
  drain(): void;
  /** Ends what is under way, where the hand is. */
  lift(): void;
  /** The system took the pointers away, as when the tab hides: what may not have been meant is taken back. */
  interrupt(): void;
  /** Shift went down or up. */
  even(on: boolean): void;
  /** A hand that has no pointer, in units: it presses, moves while it does, and lets go. */
  press(at: Place, even: boolean): void;
  carry(to: Place): void;
  release(): void;
  /** Lets go of the element. */
  stop(): void;
};

/** The keys are no pointer; those count from 0. */
const KEYS = -1;

/** Safari's own event, which no standard has. */
type Gesture = Event & { scale: number; clientX: number; clientY: number };

type Drawing = {
  pointer: number;
  touch: boolean;
  brush: Brush;
  grip: Grip;
  start: Place;
  startedAt: number;
  /** The bits of the button that holds it: it ends with that one, whatever else is held. */
  held: number;
  /** It may still become a pinch. */
  young: boolean;
  moved: boolean;
  /** All that the pen said, while its first words may be those of a pen that knows no pressure. */
  doubt?: Sample[];
};

/** A finger on the sheet, or the mouse that moves it. */
type Finger = Place & {
  readonly start: Place;
  readonly held: number;
  /** It may be a palm: alone, and where it came down. */
  still: boolean;
};

/** How a pointer goes: seen, out of sight, or taken away by the system. */
type Way = "lifted" | "unseen" | "cancelled";

export function listen(area: HTMLElement, hand: Hand): Input {
  let drawing: Drawing | undefined;
  const fingers = new Map<number, Finger>();
  /** Fingers move the sheet until the last of them is up. */
  let moving = false;
  /** Whether the pen knows how hard it presses; once it has shown that, each of its values is one. */
  let feels = false;

  /** A pointer came down, or one more of its buttons did. */
  function press(event: PointerEvent): void {
    switch (event.pointerType) {
      case "touch":
        touch(event);
        break;
      case "pen":
        touchWithPen(event);
        break;
      default:
        if (event.button === 1) pan(event, MIDDLE);
        else if (event.button !== 0) break;
        else if (hand.pans()) pan(event, MAIN);
        else if (!drawing && !moving) start(event, MAIN);
    }
  }

  function touch(event: PointerEvent): void {
    fingers.set(event.pointerId, fingerOf(event, MAIN));
    if (fingers.size > 1) for (const finger of fingers.values()) finger.still = false;
    if (fingers.size > 1 || !hand.fingersDraw()) {
      if (!drawing || drawing.young) startMoving();
    } else if (!drawing && !moving) {
      start(event, MAIN);
    }
  }

  function touchWithPen(event: PointerEvent): void {
    const held = penHolds(event);
    if (held === 0) return;
    hand.penCame();
    // A palm that came first goes for nothing, or ends where it is.
    moving = false;
    if (drawing?.touch && drawing.young) abandon();
    else if (drawing?.touch) finish(event.timeStamp);
    if (!drawing) start(event, held);
  }

  function pan(event: PointerEvent, held: number): void {
    if (drawing) return;
    // The wheel as a button would scroll on by itself.
    event.preventDefault();
    if (event.isTrusted) area.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { ...fingerOf(event, held), still: false });
    moving = true;
  }

  function start(event: PointerEvent, held: number): void {
    const holds = hand.brush();
    if (!holds) return;
    // A synthetic pointer can't be captured; it draws all the same.
    if (event.isTrusted) area.setPointerCapture(event.pointerId);
    const touch = event.pointerType === "touch";
    const turned = (event.buttons & ERASER) !== 0;
    const brush: Brush = turned ? { ...holds, tool: "eraser" } : holds;
    const first = sampleOf(event);
    const doubtful = event.pointerType === "pen" && brush.tool === "pen" && !feels;
    begin({
      pointer: event.pointerId,
      touch,
      brush,
      grip: takeGrip(brush, asFelt(first), event.shiftKey, hand),
      start: placeOf(event),
      startedAt: event.timeStamp,
      held,
      young: touch,
      moved: false,
      doubt: doubtful ? [first] : undefined,
    });
  }

  function begin(next: Drawing): void {
    drawing = next;
    if (isSure(next)) next.grip.show(next.startedAt, true);
    hand.wake();
  }

  function move(event: PointerEvent): void {
    if (event.pointerType !== "touch") {
      const held = heldBy(event.pointerId);
      if (held !== undefined && (event.buttons & held) === 0) {
        // With none held, the button was let go where the page could not see it.
        end(event, event.buttons === 0 ? "unseen" : "lifted");
        return;
      }
      // Of another button beside one that is held no pointerdown tells.
      if (event.buttons & (BITS[event.button] ?? 0)) press(event);
    }
    const before = pinchOf(fingers);
    const finger = fingers.get(event.pointerId);
    if (finger) {
      finger.still &&= distance(finger.start, placeOf(event)) < STILL;
      // A palm at rest beside a pen trembles, and the sheet must not.
      if (finger.still && !hand.fingersDraw()) return;
      Object.assign(finger, placeOf(event));
    }
    if (drawing?.pointer === event.pointerId) {
      follow(drawing, event);
    } else if (moving && finger) {
      const after = pinchOf(fingers);
      if (before && after) hand.move(before, after);
    }
  }

  function follow(by: Drawing, event: PointerEvent): void {
    const way = coalesced(event).map(sampleOf);
    by.doubt?.push(...way);
    if (by.doubt && feels) {
      // It presses after all: its stroke begins anew, of which none has gone out yet.
      const [first, ...rest] = by.doubt;
      by.doubt = undefined;
      by.grip.abandon();
      by.grip = takeGrip(by.brush, first, event.shiftKey, hand);
      by.grip.move(rest, soon(event));
    } else {
      by.grip.even(event.shiftKey);
      by.grip.move(way.map(asFelt), soon(event));
    }
    by.moved ||= distance(by.start, placeOf(event)) >= STILL;
    hand.wake();
  }

  function heldBy(pointer: number): number | undefined {
    return drawing?.pointer === pointer ? drawing.held : fingers.get(pointer)?.held;
  }

  function end(event: PointerEvent, how: Way): void {
    fingers.delete(event.pointerId);
    if (fingers.size === 0) moving = false;
    if (drawing?.pointer !== event.pointerId) return;
    // The pen is off the paper: where it left counts, how hard it presses no more.
    if (how === "lifted") drawing.grip.leave(hand.toUnits(event.clientX, event.clientY));
    if (how === "cancelled") cancel(event.timeStamp);
    else finish(event.timeStamp);
  }

  /** What has not been let go by a hand stays only where ink of it is out. */
  function cancel(at: number): void {
    if (drawing && (drawing.young || !isStroke(drawing.brush.tool))) abandon();
    else finish(at);
  }

  function finish(at: number): void {
    const done = drawing;
    drawing = undefined;
    if (!done) return;
    done.grip.finish(at);
    hand.commit();
    hand.wake();
  }

  function abandon(): void {
    const gone = drawing;
    drawing = undefined;
    gone?.grip.abandon();
    hand.wake();
  }

  function startMoving(): void {
    if (drawing) abandon();
    moving = true;
  }

  function turn(event: WheelEvent): void {
    event.preventDefault();
    if (drawing) return;
    const [from, to] = wheeled(event);
    hand.move(from, to);
  }

  /** How far a pinch has come on a trackpad of which Safari tells in its own way. */
  let gestured = 1;

  function gesture(event: Gesture): void {
    event.preventDefault();
    const before = event.type === "gesturestart" ? event.scale : gestured;
    gestured = event.scale;
    // Of fingers on the sheet itself their pointers tell.
    if (drawing || fingers.size > 0) return;
    const { clientX: x, clientY: y } = event;
    hand.move({ x, y, apart: 1 }, { x, y, apart: gestured / before });
  }

  function sampleOf(event: PointerEvent): Sample {
    const pressure = event.pointerType === "pen" ? event.pressure : undefined;
    feels ||= pressure !== undefined && pressure !== 0 && pressure !== NO_PRESSURE;
    return { ...hand.toUnits(event.clientX, event.clientY), at: event.timeStamp, pressure };
  }

  function asFelt(sample: Sample): Sample {
    return feels ? sample : { ...sample, pressure: undefined };
  }

  /** Where the hand will be next, as the device expects, where the browser tells. */
  function soon(event: PointerEvent): Place[] {
    return (event.getPredictedEvents?.() ?? [])
      .filter((e) => e.timeStamp - event.timeStamp <= SOON)
      .map((e) => hand.toUnits(e.clientX, e.clientY));
  }

  const hears = {
    pointerdown: press,
    pointermove: move,
    pointerup: (event: PointerEvent) => end(event, "lifted"),
    pointercancel: (event: PointerEvent) => end(event, "cancelled"),
    lostpointercapture: (event: PointerEvent) => end(event, "cancelled"),
    wheel: turn,
    gesturestart: gesture,
    gesturechange: gesture,
    // A long press is a dot, not a menu.
    contextmenu: refuse,
    // iPadOS swallows quick strokes of its pen to read them as handwriting, and goes back at a swipe from
    // the edge, unless touches are refused here; `touch-action` alone keeps it from neither.
    touchstart: refuse,
    touchmove: refuse,
  };
  for (const [type, hear] of Object.entries(hears)) {
    area.addEventListener(type, hear as EventListener, { passive: false });
  }

  return {
    get drawing() {
      return drawing !== undefined;
    },
    drain() {
      if (!drawing) return;
      const now = performance.now();
      const age = now - drawing.startedAt;
      // A fill can't be taken back by itself: it waits until the finger is up.
      const waits = drawing.young && drawing.brush.tool === "fill";
      if (!waits && age >= (drawing.moved ? YOUNG : YOUNG_AND_STILL)) drawing.young = false;
      if (age >= YOUNG) drawing.doubt = undefined;
      drawing.grip.show(now, isSure(drawing));
    },
    lift() {
      finish(performance.now());
    },
    interrupt() {
      cancel(performance.now());
      // Where they go up the page does not see.
      fingers.clear();
      moving = false;
    },
    even(on) {
      drawing?.grip.even(on);
      if (drawing) hand.wake();
    },
    press(at, even) {
      const brush = hand.brush();
      if (!brush || drawing) return;
      const startedAt = performance.now();
      const grip = takeGrip(brush, { ...at, at: startedAt }, even, hand);
      const by = { pointer: KEYS, touch: false, held: 0, young: false, moved: false };
      begin({ ...by, brush, grip, start: at, startedAt });
    },
    carry(to) {
      if (drawing?.pointer !== KEYS) return;
      drawing.grip.move([{ ...to, at: performance.now() }], []);
      hand.wake();
    },
    release() {
      if (drawing?.pointer === KEYS) finish(performance.now());
    },
    stop() {
      finish(performance.now());
      for (const [type, hear] of Object.entries(hears)) {
        area.removeEventListener(type, hear as EventListener);
      }
    },
  };
}

/** All that the device saw since the last event, where the browser tells. */
function coalesced(event: PointerEvent): PointerEvent[] {
  const all = event.getCoalescedEvents?.() ?? [];
  return all.length > 0 ? all : [event];
}

/** Ink may go out: it can be no pinch any more, and what pen it is of is known. */
function isSure({ young, doubt }: Drawing): boolean {
  return !young && doubt === undefined;
}

/** The bits of what holds a pen's stroke; 0 for a button of its barrel that is pressed above the paper. */
function penHolds({ buttons, pressure }: PointerEvent): number {
  if (buttons & MAIN) return MAIN;
  if (buttons & ERASER) return ERASER;
  return pressure > 0 ? buttons : 0;
}

function refuse(event: Event): void {
  if (event.cancelable) event.preventDefault();
}

/** Of the first two fingers; one alone has nothing to be apart from. */
function pinchOf(fingers: ReadonlyMap<number, Place>): Pinch | undefined {
  const [a, b] = fingers.values();
  if (!a) return undefined;
  if (!b) return { x: a.x, y: a.y, apart: 1 };
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.max(1, distance(a, b)) };
}

function fingerOf(event: PointerEvent, held: number): Finger {
  const start = placeOf(event);
  return { ...start, start, held, still: true };
}

function placeOf(event: PointerEvent): Place {
  return { x: event.clientX, y: event.clientY };
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
