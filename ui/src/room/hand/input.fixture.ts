import { vi } from "vitest";
import type { Op } from "../../ink/op";
import type { Brush } from "./brush";
import { listen } from "./input";
import type { Place } from "./place";
import type { Pinch } from "./view";

export const brush: Brush = { tool: "pen", size: 24, colour: 0 };

/** A sheet under pointers, one unit a px, and what came of them. Time is faked. */
export function setup(held: () => Brush | undefined = () => brush) {
  const area = new EventTarget();
  const sent: Op[] = [];
  const moves: [Pinch, Pinch][] = [];
  const deeds: [string, Place?][] = [];
  const world = { pans: false, fingersDraw: true };
  let sketched: Op[] = [];
  let guessed: readonly number[] = [];
  const input = listen(area as HTMLElement, {
    brush: held,
    pans: () => world.pans,
    fingersDraw: () => world.fingersDraw,
    penCame() {
      world.fingersDraw = false;
    },
    toUnits: (x, y) => ({ x, y }),
    sketch: (op) => sketched.push(op),
    guess(points) {
      guessed = points;
    },
    commit() {
      sent.push(...sketched);
      sketched = [];
    },
    discard() {
      sketched = [];
    },
    fill: ({ x, y }) => deeds.push(["fill", { x, y }]),
    dip: ({ x, y }) => deeds.push(["dip", { x, y }]),
    dipped: () => deeds.push(["dipped"]),
    move: (from, to) => moves.push([from, to]),
    undip: (colour) => deeds.push(["undip", { x: colour, y: 0 }]),
    wake: () => {},
  });
  return {
    input,
    sent,
    moves,
    deeds,
    world,
    guessed: () => guessed,
    sketched: () => sketched,
    kinds: () => sent.map((op) => op.kind),
    /** A pointer does something at a place, now. */
    does(type: string, pointerType: "mouse" | "touch" | "pen", x: number, y: number, some = {}) {
      const event = Object.assign(new Event(type), {
        pointerId: 1,
        pointerType,
        clientX: x,
        clientY: y,
        // As browsers tell it: of a button only where it changes.
        button: type === "pointermove" ? -1 : 0,
        buttons: type === "pointerup" ? 0 : 1,
        pressure: 0.5,
        ...some,
      });
      Object.defineProperty(event, "timeStamp", { value: performance.now() });
      area.dispatchEvent(event);
    },
    sends: (event: Event) => area.dispatchEvent(event),
    /** The wheel turns at a place. */
    turns(deltaY: number, some = {}) {
      const at = { clientX: 50, clientY: 60, deltaX: 0, deltaY, deltaMode: 0 };
      area.dispatchEvent(Object.assign(new Event("wheel"), { ...at, ...some }));
    },
    /** Time goes by, and a frame is shown. */
    frame(ms = 16) {
      vi.advanceTimersByTime(ms);
      input.drain();
    },
  };
}
