/**
 * Hands over the sheet: one finger, the mouse, a pen or the keys draw; two fingers, the wheel, or the
 * mouse with space held move the sheet; once a pen was seen, fingers only move it, so that the palm
 * of a hand leaves no ink.
 */
import type { Brush, BrushTool } from "./brush";
import type { Sample } from "./capture";
import { type Grip, type Sheet, takeGrip, tapWith } from "./grip";
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

/**
 * A finger that was down no longer than TAP ms has tapped. A second tap within TWICE ms and NEAR px
 * shows the whole sheet; until then the dot of the first is kept back.
 */
const TAP = 200;
const TWICE = 280;
const NEAR = 18;

/** What a device expects of the hand is shown so far ahead, in ms: about a frame. */
const SOON = 17;

/** The button bit of a pen that is held upside down, and the wheel as a button. */
const ERASER_BUTTON = 32;
const MIDDLE_BUTTON = 1;

/** A pen that knows no pressure says this. */
const NO_PRESSURE = 0.5;

/** Where ink and gestures go. */
export type Hand = Sheet & {
  /** The brush, or undefined while there is nothing to draw on. */
  brush(): Brush | undefined;
  /** Whether the mouse moves the sheet instead: space is held. */
  pans(): boolean;
  /** Units of a place on the screen, in client px. */
  toUnits(x: number, y: number): Place;
  /** Fingers moved, or the wheel, or the mouse that pans. */
  move(from: Pinch, to: Pinch): void;
  /** Shows the whole sheet, or what was in view before. */
  fit(): void;
  /** There is something to drain at the next frame. */
  wake(): void;
};

export type Input = {
  /** Whether ink is under way. */
  readonly drawing: boolean;
  /** Once a frame: sketches what came since, and commits it when it is old enough. */
  drain(): void;
  /** Ends the stroke under way, where the hand is. */
  lift(): void;
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
  tool: BrushTool;
  grip: Grip;
  start: Place;
  startedAt: number;
  /** It may still become a pinch. */
  young: boolean;
  moved: boolean;
};

/** A finger on the sheet, or the mouse that moves it. */
type Finger = Place & {
  readonly start: Place;
  readonly since: number;
  /** It may be a tap: alone, and where it came down. */
  still: boolean;
};

export function listen(area: HTMLElement, hand: Hand): Input {
  let drawing: Drawing | undefined;
  let penSeen = false;
  const fingers = new Map<number, Finger>();
  /** Fingers move the sheet until the last of them is up. */
  let moving = false;
  /** The last tap, and whether its dot is still kept back. */
  let tap: (Place & { at: number; kept: boolean }) | undefined;

  function down(event: PointerEvent): void {
    switch (event.pointerType) {
      case "touch":
        touch(event);
        break;
      case "pen":
        penSeen = true;
        // A palm that came first goes for nothing, or ends where it is.
        moving = false;
        if (drawing?.touch && drawing.young) abandon();
        else if (drawing?.touch) finish(event.timeStamp);
        if (!drawing) start(event);
        break;
      default:
        if (event.button === MIDDLE_BUTTON || (event.button === 0 && hand.pans())) pan(event);
        else if (event.button === 0 && !drawing && !moving) start(event);
    }
  }

  function touch(event: PointerEvent): void {
    fingers.set(event.pointerId, fingerOf(event));
    if (fingers.size > 1) for (const finger of fingers.values()) finger.still = false;
    if (penSeen || fingers.size > 1) {
      if (!drawing || drawing.young) startMoving();
    } else if (!drawing && !moving) {
      start(event);
    }
  }

  function pan(event: PointerEvent): void {
    if (drawing) return;
    // The wheel as a button would scroll on by itself.
    event.preventDefault();
    if (event.isTrusted) area.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { ...fingerOf(event), still: false });
    moving = true;
  }

  function start(event: PointerEvent): void {
    const place = placeOf(event);
    const touch = event.pointerType === "touch";
    const brush = hand.brush();
    const twice = tap !== undefined && touch && isTwice(tap, place, event.timeStamp);
    if (tap?.kept && !(twice && brush && tapWith(brush.tool) === "dot")) forgetTap();
    if (!brush) return;
    // A synthetic pointer can't be captured; it draws all the same.
    if (event.isTrusted) area.setPointerCapture(event.pointerId);
    const turned = (event.buttons & ERASER_BUTTON) !== 0;
    const tool = turned ? "eraser" : brush.tool;
    begin({
      pointer: event.pointerId,
      touch,
      tool,
      grip: takeGrip({ ...brush, tool }, sampleOf(event), event.shiftKey, hand),
      start: place,
      startedAt: event.timeStamp,
      young: touch,
      moved: false,
    });
  }

  function begin(next: Drawing): void {
    drawing = next;
    if (!next.young) next.grip.show(next.startedAt, true);
    hand.wake();
  }

  function move(event: PointerEvent): void {
    // A button that was let go where the page could not see it.
    if (event.pointerType !== "touch" && event.buttons === 0) {
      up(event);
      return;
    }
    const before = pinchOf(fingers);
    const finger = fingers.get(event.pointerId);
    if (finger) {
      finger.still &&= distance(finger.start, placeOf(event)) < STILL;
      // A palm at rest beside a pen trembles, and the sheet must not.
      if (penSeen && finger.still) return;
      Object.assign(finger, placeOf(event));
    }
    if (drawing?.pointer === event.pointerId) {
      drawing.grip.even(event.shiftKey);
      drawing.grip.move(coalesced(event).map(sampleOf), soon(event));
      drawing.moved ||= distance(drawing.start, placeOf(event)) >= STILL;
      hand.wake();
    } else if (moving && finger) {
      const after = pinchOf(fingers);
      if (before && after) hand.move(before, after);
    }
  }

  function up(event: PointerEvent): void {
    const finger = fingers.get(event.pointerId);
    fingers.delete(event.pointerId);
    if (fingers.size === 0) moving = false;
    const lifted = event.type === "pointerup";
    if (drawing?.pointer === event.pointerId) {
      // The pen is off the paper: where it left counts, how hard it presses no more.
      if (lifted) drawing.grip.leave(hand.toUnits(event.clientX, event.clientY));
      finish(event.timeStamp, lifted && finger !== undefined && isTap(finger, event.timeStamp));
    } else if (lifted && finger && isTap(finger, event.timeStamp)) {
      tapped(finger, event.timeStamp, false);
    }
  }

  function finish(at: number, isTap = false): void {
    const done = drawing;
    drawing = undefined;
    if (!done) return;
    done.grip.finish(at);
    const leaves = isTap ? tapWith(done.tool) : "deed";
    if (leaves === "deed") {
      // What a first tap left goes out with it.
      tap = undefined;
      hand.commit();
    } else {
      tapped(done.start, at, leaves === "dot");
    }
    hand.wake();
  }

  /** A finger tapped, and its dot waits to be kept or taken back. */
  function tapped(place: Place, at: number, kept: boolean): void {
    if (tap && isTwice(tap, place, at)) {
      if (kept) hand.discard();
      tap = undefined;
      hand.fit();
      return;
    }
    tap = { x: place.x, y: place.y, at, kept };
  }

  /** No second tap can come: the dot of the first stays. */
  function forgetTap(): void {
    if (tap?.kept) hand.commit();
    tap = undefined;
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
    const pressure =
      event.pointerType === "pen" && event.pressure !== NO_PRESSURE ? event.pressure : undefined;
    return { ...hand.toUnits(event.clientX, event.clientY), at: event.timeStamp, pressure };
  }

  /** Where the hand will be next, as the device expects, where the browser tells. */
  function soon(event: PointerEvent): Place[] {
    return (event.getPredictedEvents?.() ?? [])
      .filter((e) => e.timeStamp - event.timeStamp <= SOON)
      .map((e) => hand.toUnits(e.clientX, e.clientY));
  }

  const stopper = new AbortController();
  const on = (type: string, handle: (event: PointerEvent) => void) =>
    area.addEventListener(type, handle as EventListener, { signal: stopper.signal });
  on("pointerdown", down);
  on("pointermove", move);
  on("pointerup", up);
  on("pointercancel", up);
  on("lostpointercapture", up);
  area.addEventListener("wheel", turn, { passive: false, signal: stopper.signal });
  for (const type of ["gesturestart", "gesturechange"]) {
    area.addEventListener(type, (e) => gesture(e as Gesture), { signal: stopper.signal });
  }
  // A long press is a dot, not a menu.
  area.addEventListener("contextmenu", (e) => e.preventDefault(), { signal: stopper.signal });

  return {
    get drawing() {
      return drawing !== undefined || tap?.kept === true;
    },
    drain() {
      const now = performance.now();
      if (tap && !drawing && now - tap.at > TWICE) forgetTap();
      if (!drawing) return;
      const age = now - drawing.startedAt;
      if (age >= (drawing.moved ? YOUNG : YOUNG_AND_STILL)) drawing.young = false;
      // Its first dot stays as well.
      if (!drawing.young) tap = undefined;
      drawing.grip.show(now, !drawing.young);
    },
    lift() {
      finish(performance.now());
      forgetTap();
    },
    even(on) {
      drawing?.grip.even(on);
      if (drawing) hand.wake();
    },
    press(at, even) {
      const brush = hand.brush();
      if (!brush || drawing) return;
      forgetTap();
      const startedAt = performance.now();
      const grip = takeGrip(brush, { ...at, at: startedAt }, even, hand);
      const by = { pointer: KEYS, touch: false, young: false, moved: false };
      begin({ ...by, tool: brush.tool, grip, start: at, startedAt });
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
      forgetTap();
      stopper.abort();
    },
  };
}

/** All that the device saw since the last event, where the browser tells. */
function coalesced(event: PointerEvent): PointerEvent[] {
  const all = event.getCoalescedEvents?.() ?? [];
  return all.length > 0 ? all : [event];
}

function isTap({ still, since }: Finger, at: number): boolean {
  return still && at - since <= TAP;
}

function isTwice(first: Place & { at: number }, second: Place, at: number): boolean {
  return at - first.at <= TWICE && distance(first, second) <= NEAR;
}

/** Of the first two fingers; one alone has nothing to be apart from. */
function pinchOf(fingers: ReadonlyMap<number, Place>): Pinch | undefined {
  const [a, b] = fingers.values();
  if (!a) return undefined;
  if (!b) return { x: a.x, y: a.y, apart: 1 };
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.max(1, distance(a, b)) };
}

function fingerOf(event: PointerEvent): Finger {
  const start = placeOf(event);
  return { ...start, start, since: event.timeStamp, still: true };
}

function placeOf(event: PointerEvent): Place {
  return { x: event.clientX, y: event.clientY };
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
