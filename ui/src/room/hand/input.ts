/**
 * Pointer input over the sheet: one finger, the mouse, a pen or the keyboard draws; two fingers,
 * the wheel, or the mouse with space held pan and zoom. The table of what each device does is in
 * devices.test.ts, whose rows are tests.
 */
import type { Brush } from "./brush";
import type { Sample } from "./capture";
import { type Gesture, isStroke, startGesture, type ToolSheet } from "./gesture";
import type { Point } from "./point";
import type { Pinch } from "./view";
import { wheelToPinch } from "./wheel";

/**
 * A finger may be the first of a pinch. For this long its ink is drawn but not sent, in ms; a
 * finger that has moved less than STILL px gets longer.
 */
const MAYBE_PINCH = 80;
const MAYBE_PINCH_STILL = 200;
const STILL_DISTANCE = 6;

/** Predicted points are drawn this far ahead, in ms: about a frame. */
const PREDICTION = 17;

/**
 * Bits of `buttons`: the left button, a finger or a pen's tip; the other end of a pen; the pressed
 * wheel.
 */
const MAIN = 1;
const ERASER = 32;
const MIDDLE = 4;

/** The bit in `buttons` for each value of `button`. */
const BUTTON_BITS = [MAIN, MIDDLE, 2, 8, 16, ERASER];

/** A pen without pressure always reports this; above the paper every pen reports 0. */
const NO_PRESSURE = 0.5;

/** Callbacks for ink and for panning and zooming. */
export type InputHandlers = ToolSheet & {
  /** The brush, or undefined while the player may not draw. */
  brush(): Brush | undefined;
  /** Whether the mouse pans the sheet: space is held. */
  pans(): boolean;
  /** Converts client px to units of the sheet. */
  toUnits(x: number, y: number): Point;
  /** Whether one finger draws; otherwise it pans, so that the palm beside a pen leaves no ink. */
  fingersDraw(): boolean;
  /** A pen touched the sheet. */
  penCame(): void;
  /**
   * Fingers, the wheel or the panning mouse moved the sheet. Absent for a sheet that stays where it
   * is: over it the wheel scrolls the page.
   */
  pinch?(from: Pinch, to: Pinch): void;
  /** Asks for a call of `drain` in the next frame. */
  wake(): void;
};

export type Input = {
  /** Whether a tool is in use. */
  readonly drawing: boolean;
  /** Sketches what is new, and commits it when it is old enough; call it once a frame. */
  drain(): void;
  /** Ends the tool in use, where the hand is. */
  finish(): void;
  /**
   * The system took the pointers away, for example because the tab was hidden: cancels what may not
   * have been intended.
   */
  interrupt(): void;
  /** Shift was pressed or released. */
  constrain(on: boolean): void;
  /** The keyboard's crosshair, in units: it is pressed, moved and released. */
  press(at: Point, constrained: boolean): void;
  moveTo(to: Point): void;
  release(): void;
  /** Removes the listeners. */
  stop(): void;
};

/** The keyboard's pointer id; real ones are 0 or more. */
const KEYBOARD = -1;

/** Safari's non-standard event. */
type SafariGestureEvent = Event & { scale: number; clientX: number; clientY: number };

type Drawing = {
  pointer: number;
  touch: boolean;
  brush: Brush;
  gesture: Gesture;
  start: Point;
  startedAt: number;
  /**
   * The bits of the button that started it: it ends when that button is released, whatever else is
   * held.
   */
  held: number;
  /** It may still become a pinch. */
  maybePinch: boolean;
  moved: boolean;
  /** The pen's samples so far, while it is unknown whether the pen has pressure. */
  untilPressureKnown?: Sample[];
};

/** A finger on the sheet, or the panning mouse. */
type Finger = Point & {
  readonly start: Point;
  readonly held: number;
  /** It may be a resting palm: the only finger, and it has not moved. */
  still: boolean;
};

/** How a pointer ends: released, released outside the page, or taken away by the system. */
type PointerEnd = "lifted" | "unseen" | "cancelled";

export function listenToPointers(area: HTMLElement, handlers: InputHandlers): Input {
  let drawing: Drawing | undefined;
  const fingers = new Map<number, Finger>();
  /** Fingers pan the sheet until the last one is lifted. */
  let panning = false;
  /** Whether the pen has pressure; once it has shown that, all of its values count. */
  let hasPressure = false;

  /** A pointer was pressed, or another of its buttons was. */
  function onPointerDown(event: PointerEvent): void {
    switch (event.pointerType) {
      case "touch":
        onTouch(event);
        break;
      case "pen":
        onPen(event);
        break;
      default:
        if (event.button === 1) pan(event, MIDDLE);
        else if (event.button !== 0) break;
        else if (handlers.pans()) pan(event, MAIN);
        else if (!drawing && !panning) start(event, MAIN);
    }
  }

  function onTouch(event: PointerEvent): void {
    fingers.set(event.pointerId, fingerOf(event, MAIN));
    if (fingers.size > 1) for (const finger of fingers.values()) finger.still = false;
    if (fingers.size > 1 || !handlers.fingersDraw()) {
      if (!drawing || drawing.maybePinch) startPanning();
    } else if (!drawing && !panning) {
      start(event, MAIN);
    }
  }

  function onPen(event: PointerEvent): void {
    const held = penButtons(event);
    if (held === 0) return;
    handlers.penCame();
    // A palm that touched first is cancelled, or its stroke ends where it is.
    panning = false;
    if (drawing?.touch && drawing.maybePinch) abandon();
    else if (drawing?.touch) finish(event.timeStamp);
    if (!drawing) start(event, held);
  }

  function pan(event: PointerEvent, held: number): void {
    if (drawing || !handlers.pinch) return;
    // The pressed wheel would start the browser's autoscroll.
    event.preventDefault();
    if (event.isTrusted) area.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { ...fingerOf(event, held), still: false });
    panning = true;
  }

  function start(event: PointerEvent, held: number): void {
    const heldBrush = handlers.brush();
    if (!heldBrush) return;
    // A synthetic pointer cannot be captured, but it can draw.
    if (event.isTrusted) area.setPointerCapture(event.pointerId);
    const touch = event.pointerType === "touch";
    const upsideDown = (event.buttons & ERASER) !== 0;
    const brush: Brush = upsideDown ? { ...heldBrush, tool: "eraser" } : heldBrush;
    const first = sampleOf(event);
    const doubtful = event.pointerType === "pen" && brush.tool === "pen" && !hasPressure;
    begin({
      pointer: event.pointerId,
      touch,
      brush,
      gesture: startGesture(brush, withKnownPressure(first), event.shiftKey, handlers),
      start: clientPoint(event),
      startedAt: event.timeStamp,
      held,
      maybePinch: touch,
      moved: false,
      untilPressureKnown: doubtful ? [first] : undefined,
    });
  }

  function begin(next: Drawing): void {
    drawing = next;
    if (isSure(next)) next.gesture.show(next.startedAt, true);
    handlers.wake();
  }

  function onPointerMove(event: PointerEvent): void {
    if (event.pointerType !== "touch") {
      const held = heldBy(event.pointerId);
      if (held !== undefined && (event.buttons & held) === 0) {
        // No button is held, so it was released outside the page.
        onPointerEnd(event, event.buttons === 0 ? "unseen" : "lifted");
        return;
      }
      // Browsers fire no pointerdown for a second button while one is held.
      if (event.buttons & (BUTTON_BITS[event.button] ?? 0)) onPointerDown(event);
    }
    const before = pinchOf(fingers);
    const finger = fingers.get(event.pointerId);
    if (finger) {
      finger.still &&= distance(finger.start, clientPoint(event)) < STILL_DISTANCE;
      // A palm that rests beside a pen trembles; the sheet must not.
      if (finger.still && !handlers.fingersDraw()) return;
      Object.assign(finger, clientPoint(event));
    }
    if (drawing?.pointer === event.pointerId) {
      moveGesture(drawing, event);
    } else if (panning && finger) {
      const after = pinchOf(fingers);
      if (before && after) handlers.pinch?.(before, after);
    }
  }

  function moveGesture(by: Drawing, event: PointerEvent): void {
    const path = coalesced(event).map(sampleOf);
    by.untilPressureKnown?.push(...path);
    if (by.untilPressureKnown && hasPressure) {
      // The pen has pressure after all: restarts its stroke, none of which has been sent.
      const [first, ...rest] = by.untilPressureKnown;
      by.untilPressureKnown = undefined;
      by.gesture.abandon();
      by.gesture = startGesture(by.brush, first, event.shiftKey, handlers);
      by.gesture.move(rest, predictedPoints(event));
    } else {
      by.gesture.constrain(event.shiftKey);
      by.gesture.move(path.map(withKnownPressure), predictedPoints(event));
    }
    by.moved ||= distance(by.start, clientPoint(event)) >= STILL_DISTANCE;
    handlers.wake();
  }

  function heldBy(pointer: number): number | undefined {
    return drawing?.pointer === pointer ? drawing.held : fingers.get(pointer)?.held;
  }

  function onPointerEnd(event: PointerEvent, how: PointerEnd): void {
    fingers.delete(event.pointerId);
    if (fingers.size === 0) panning = false;
    if (drawing?.pointer !== event.pointerId) return;
    // The pen has left the paper: its position counts, its pressure does not.
    if (how === "lifted") drawing.gesture.leave(handlers.toUnits(event.clientX, event.clientY));
    if (how === "cancelled") cancel(event.timeStamp);
    else finish(event.timeStamp);
  }

  /** A stroke that was not released stays only if some of its ink was sent. */
  function cancel(at: number): void {
    if (drawing && (drawing.maybePinch || !isStroke(drawing.brush.tool))) abandon();
    else finish(at);
  }

  function finish(at: number): void {
    const done = drawing;
    drawing = undefined;
    if (!done) return;
    done.gesture.finish(at);
    handlers.commit();
    handlers.wake();
  }

  function abandon(): void {
    const abandoned = drawing;
    drawing = undefined;
    abandoned?.gesture.abandon();
    handlers.wake();
  }

  function startPanning(): void {
    if (drawing) abandon();
    panning = true;
  }

  function onWheel(event: WheelEvent): void {
    if (!handlers.pinch) return;
    event.preventDefault();
    if (drawing) return;
    const [from, to] = wheelToPinch(event);
    handlers.pinch(from, to);
  }

  /** The scale of Safari's trackpad pinch so far. */
  let lastScale = 1;

  function onSafariGesture(event: SafariGestureEvent): void {
    event.preventDefault();
    const before = event.type === "gesturestart" ? event.scale : lastScale;
    lastScale = event.scale;
    // Fingers on the sheet itself are handled as pointers.
    if (drawing || fingers.size > 0) return;
    const { clientX: x, clientY: y } = event;
    handlers.pinch?.({ x, y, distance: 1 }, { x, y, distance: lastScale / before });
  }

  function sampleOf(event: PointerEvent): Sample {
    const pressure = event.pointerType === "pen" ? event.pressure : undefined;
    hasPressure ||= pressure !== undefined && pressure !== 0 && pressure !== NO_PRESSURE;
    return { ...handlers.toUnits(event.clientX, event.clientY), at: event.timeStamp, pressure };
  }

  function withKnownPressure(sample: Sample): Sample {
    return hasPressure ? sample : { ...sample, pressure: undefined };
  }

  /** The predicted points, where the browser has them. */
  function predictedPoints(event: PointerEvent): Point[] {
    return (event.getPredictedEvents?.() ?? [])
      .filter((e) => e.timeStamp - event.timeStamp <= PREDICTION)
      .map((e) => handlers.toUnits(e.clientX, e.clientY));
  }

  const listeners = {
    pointerdown: onPointerDown,
    pointermove: onPointerMove,
    pointerup: (event: PointerEvent) => onPointerEnd(event, "lifted"),
    pointercancel: (event: PointerEvent) => onPointerEnd(event, "cancelled"),
    lostpointercapture: (event: PointerEvent) => onPointerEnd(event, "cancelled"),
    wheel: onWheel,
    gesturestart: onSafariGesture,
    gesturechange: onSafariGesture,
    // A long press draws a dot and opens no menu.
    contextmenu: preventDefault,
    // iPadOS takes quick pen strokes for handwriting, and a swipe from the edge goes back, unless
    // touches are prevented here; `touch-action` alone stops neither.
    touchstart: preventDefault,
    touchmove: preventDefault,
  };
  for (const [type, listener] of Object.entries(listeners)) {
    area.addEventListener(type, listener as EventListener, { passive: false });
  }

  return {
    get drawing() {
      return drawing !== undefined;
    },
    drain() {
      if (!drawing) return;
      const now = performance.now();
      const age = now - drawing.startedAt;
      // A fill cannot be cancelled on its own: it waits until the finger is lifted.
      const waits = drawing.maybePinch && drawing.brush.tool === "fill";
      if (!waits && age >= (drawing.moved ? MAYBE_PINCH : MAYBE_PINCH_STILL))
        drawing.maybePinch = false;
      if (age >= MAYBE_PINCH) drawing.untilPressureKnown = undefined;
      drawing.gesture.show(now, isSure(drawing));
    },
    finish() {
      finish(performance.now());
    },
    interrupt() {
      cancel(performance.now());
      // The page will not see when they are lifted.
      fingers.clear();
      panning = false;
    },
    constrain(on) {
      drawing?.gesture.constrain(on);
      if (drawing) handlers.wake();
    },
    press(at, constrained) {
      const brush = handlers.brush();
      if (!brush || drawing) return;
      const startedAt = performance.now();
      const gesture = startGesture(brush, { ...at, at: startedAt }, constrained, handlers);
      const by = { pointer: KEYBOARD, touch: false, held: 0, maybePinch: false, moved: false };
      begin({ ...by, brush, gesture, start: at, startedAt });
    },
    moveTo(to) {
      if (drawing?.pointer !== KEYBOARD) return;
      drawing.gesture.move([{ ...to, at: performance.now() }], []);
      handlers.wake();
    },
    release() {
      if (drawing?.pointer === KEYBOARD) finish(performance.now());
    },
    stop() {
      finish(performance.now());
      for (const [type, listener] of Object.entries(listeners)) {
        area.removeEventListener(type, listener as EventListener);
      }
    },
  };
}

/** All samples since the last event, where the browser has them. */
function coalesced(event: PointerEvent): PointerEvent[] {
  const all = event.getCoalescedEvents?.() ?? [];
  return all.length > 0 ? all : [event];
}

/**
 * Whether ink may be sent: it cannot become a pinch, and it is known whether the pen has pressure.
 */
function isSure({ maybePinch, untilPressureKnown }: Drawing): boolean {
  return !maybePinch && untilPressureKnown === undefined;
}

/** The bits that hold a pen's stroke; 0 for a barrel button that is pressed above the paper. */
function penButtons({ buttons, pressure }: PointerEvent): number {
  if (buttons & MAIN) return MAIN;
  if (buttons & ERASER) return ERASER;
  return pressure > 0 ? buttons : 0;
}

function preventDefault(event: Event): void {
  if (event.cancelable) event.preventDefault();
}

/** The pinch of the first two fingers, or the position of one. */
function pinchOf(fingers: ReadonlyMap<number, Point>): Pinch | undefined {
  const [a, b] = fingers.values();
  if (!a) return undefined;
  if (!b) return { x: a.x, y: a.y, distance: 1 };
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, distance: Math.max(1, distance(a, b)) };
}

function fingerOf(event: PointerEvent, held: number): Finger {
  const start = clientPoint(event);
  return { ...start, start, held, still: true };
}

function clientPoint(event: PointerEvent): Point {
  return { x: event.clientX, y: event.clientY };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
