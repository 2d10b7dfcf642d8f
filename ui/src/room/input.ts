/**
 * Pointers over the sheet: one finger, the mouse or a pen draws; two fingers move the sheet; once
 * a pen was seen, fingers only move it, so that the palm of a hand leaves no ink.
 */
import type { Op } from "../ink/op";
import { type Brush, type Capture, startCapture } from "./capture";
import type { Pinch } from "./view";

/**
 * A finger may be the first of two. So long its ink is shown but kept back, in ms; a finger that
 * has not moved STILL px gets longer.
 */
const YOUNG = 80;
const YOUNG_AND_STILL = 200;
const STILL = 6;

/** The button bit of a pen that is held upside down. */
const ERASER_BUTTON = 32;

/** A pen that knows no pressure says this. */
const NO_PRESSURE = 0.5;

/** Where ink and gestures go. */
export type Hand = {
  /** The brush, or undefined while there is nothing to draw on. */
  brush(): Brush | undefined;
  /** Units of a place on the screen, in client px. */
  toUnits(x: number, y: number): { x: number; y: number };
  /** Shows an op and keeps it back. */
  sketch(op: Op): void;
  /** Sends what was sketched. */
  commit(): void;
  /** Takes back what was sketched, as if it had never been. */
  discard(): void;
  /** Two fingers moved, or one beside a pen. */
  move(from: Pinch, to: Pinch): void;
  /** There is something to drain at the next frame. */
  wake(): void;
};

export type Input = {
  /** Whether a stroke is under way. */
  readonly drawing: boolean;
  /** Once a frame: sketches what came since, and commits it when it is old enough. */
  drain(): void;
  /** Ends the stroke under way, where the hand is. */
  lift(): void;
  /** Lets go of the element. */
  stop(): void;
};

type Place = { x: number; y: number };

type Drawing = {
  pointer: number;
  capture: Capture;
  start: Place;
  startedAt: number;
  /** It may still become a pinch. */
  young: boolean;
  moved: boolean;
};

export function listen(area: HTMLElement, hand: Hand): Input {
  let drawing: Drawing | undefined;
  let penSeen = false;
  /** Fingers on the sheet, where they were last. */
  const fingers = new Map<number, Place>();
  /** Fingers move the sheet until the last of them is up. */
  let moving = false;

  function down(event: PointerEvent): void {
    if (event.pointerType === "touch") {
      fingers.set(event.pointerId, placeOf(event));
      if (penSeen || fingers.size > 1) {
        if (!drawing || drawing.young) startMoving();
        return;
      }
    } else if (event.pointerType === "pen") {
      penSeen = true;
      if (drawing?.young) abandon();
    } else if (event.button !== 0) {
      return;
    }
    if (!drawing && !moving) start(event);
  }

  function start(event: PointerEvent): void {
    const brush = hand.brush();
    if (!brush) return;
    // A synthetic pointer can't be captured; it draws all the same.
    if (event.isTrusted) area.setPointerCapture(event.pointerId);
    const turned = (event.buttons & ERASER_BUTTON) !== 0;
    const capture = startCapture(turned ? { ...brush, tool: "eraser" } : brush, sampleOf(event));
    drawing = {
      pointer: event.pointerId,
      capture,
      start: placeOf(event),
      startedAt: event.timeStamp,
      young: event.pointerType === "touch",
      moved: false,
    };
    hand.sketch(capture.begin);
    if (!drawing.young) hand.commit();
    hand.wake();
  }

  function move(event: PointerEvent): void {
    const before = pinchOf(fingers);
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, placeOf(event));
    if (drawing?.pointer === event.pointerId) {
      for (const e of coalesced(event)) drawing.capture.move(sampleOf(e));
      drawing.moved ||= distance(drawing.start, placeOf(event)) >= STILL;
      hand.wake();
    } else if (moving) {
      const after = pinchOf(fingers);
      if (before && after) hand.move(before, after);
    }
  }

  function up(event: PointerEvent): void {
    fingers.delete(event.pointerId);
    if (fingers.size === 0) moving = false;
    if (drawing?.pointer !== event.pointerId) return;
    // The pen is off the paper: where it left counts, how hard it presses no more.
    if (event.type === "pointerup")
      drawing.capture.leave(hand.toUnits(event.clientX, event.clientY));
    finish(event.timeStamp);
  }

  function finish(at: number): void {
    const done = drawing;
    drawing = undefined;
    if (!done) return;
    for (const op of done.capture.finish(at)) hand.sketch(op);
    hand.commit();
    hand.wake();
  }

  function abandon(): void {
    drawing = undefined;
    hand.discard();
    hand.wake();
  }

  function startMoving(): void {
    if (drawing) abandon();
    moving = true;
  }

  function sampleOf(event: PointerEvent) {
    const pressure =
      event.pointerType === "pen" && event.pressure !== NO_PRESSURE ? event.pressure : undefined;
    return { ...hand.toUnits(event.clientX, event.clientY), at: event.timeStamp, pressure };
  }

  const stopper = new AbortController();
  const on = (type: string, handle: (event: PointerEvent) => void) =>
    area.addEventListener(type, handle as EventListener, { signal: stopper.signal });
  on("pointerdown", down);
  on("pointermove", move);
  on("pointerup", up);
  on("pointercancel", up);
  on("lostpointercapture", up);
  // A long press is a dot, not a menu.
  area.addEventListener("contextmenu", (e) => e.preventDefault(), { signal: stopper.signal });

  return {
    get drawing() {
      return drawing !== undefined;
    },
    drain() {
      if (!drawing) return;
      const now = performance.now();
      for (const op of drawing.capture.drain(now)) hand.sketch(op);
      const age = now - drawing.startedAt;
      if (age >= (drawing.moved ? YOUNG : YOUNG_AND_STILL)) drawing.young = false;
      if (!drawing.young) hand.commit();
    },
    lift() {
      finish(performance.now());
    },
    stop() {
      finish(performance.now());
      stopper.abort();
    },
  };
}

/** All that the device saw since the last event, where the browser tells. */
function coalesced(event: PointerEvent): PointerEvent[] {
  const all = event.getCoalescedEvents?.() ?? [];
  return all.length > 0 ? all : [event];
}

/** Of the first two fingers; one alone has nothing to be apart from. */
function pinchOf(fingers: ReadonlyMap<number, Place>): Pinch | undefined {
  const [a, b] = fingers.values();
  if (!a) return undefined;
  if (!b) return { ...a, apart: 1 };
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.max(1, distance(a, b)) };
}

function placeOf(event: PointerEvent): Place {
  return { x: event.clientX, y: event.clientY };
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
