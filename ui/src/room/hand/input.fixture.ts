import { vi } from "vitest";
import type { Op } from "../../ink/op";
import type { Brush } from "./brush";
import { listenToPointers } from "./input";
import type { Point } from "./point";
import type { Pinch } from "./view";

export const brush: Brush = { tool: "pen", size: 24, colour: 0 };

/** A sheet under pointers, one unit per px, and a record of what they did. Time is faked. */
export function setUpInput(held: () => Brush | undefined = () => brush) {
  const area = new EventTarget();
  const sent: Op[] = [];
  const pinches: [Pinch, Pinch][] = [];
  const actions: [string, Point?][] = [];
  const settings = { pans: false, fingersDraw: true };
  let sketched: Op[] = [];
  let guessed: readonly number[] = [];
  const input = listenToPointers(area as HTMLElement, {
    brush: held,
    pans: () => settings.pans,
    fingersDraw: () => settings.fingersDraw,
    penCame() {
      settings.fingersDraw = false;
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
    fill: ({ x, y }) => actions.push(["fill", { x, y }]),
    pickColour: ({ x, y }) => actions.push(["dip", { x, y }]),
    endPicking: () => actions.push(["dipped"]),
    pinch: (from, to) => pinches.push([from, to]),
    restoreColour: (colour) => actions.push(["undip", { x: colour, y: 0 }]),
    wake: () => {},
  });
  return {
    input,
    sent,
    moves: pinches,
    actions,
    world: settings,
    guessed: () => guessed,
    sketched: () => sketched,
    kinds: () => sent.map((op) => op.kind),
    /** Dispatches a pointer event at a point, now. */
    firePointer(
      type: string,
      pointerType: "mouse" | "touch" | "pen",
      x: number,
      y: number,
      some = {},
    ) {
      const event = Object.assign(new Event(type), {
        pointerId: 1,
        pointerType,
        clientX: x,
        clientY: y,
        // As in browsers, `button` is set only when a button changes.
        button: type === "pointermove" ? -1 : 0,
        buttons: type === "pointerup" ? 0 : 1,
        pressure: 0.5,
        ...some,
      });
      Object.defineProperty(event, "timeStamp", { value: performance.now() });
      area.dispatchEvent(event);
    },
    fire: (event: Event) => area.dispatchEvent(event),
    /** Dispatches a wheel event at a point. */
    fireWheel(deltaY: number, some = {}) {
      const at = { clientX: 50, clientY: 60, deltaX: 0, deltaY, deltaMode: 0 };
      area.dispatchEvent(Object.assign(new Event("wheel"), { ...at, ...some }));
    },
    /** Advances the time and shows a frame. */
    frame(ms = 16) {
      vi.advanceTimersByTime(ms);
      input.drain();
    },
  };
}
