/** The partner's pen as the stream shows it: where it was last, and whether it moves. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Op } from "../../ink/op";
import type { Place } from "../hand/place";

/** A pen that has not moved for so long rests, in ms. */
const REST = 2000;

export type Partner = {
  readonly pen: ReadonlySignal<Place | null>;
  readonly draws: ReadonlySignal<boolean>;
  /** Takes an op of the partner's. Live: it happens now; else it is the past. */
  follow(op: Op, live: boolean): void;
  /** Shows the pen where the last op left it. */
  show(): void;
  stop(): void;
};

export function createPartner(): Partner {
  const pen = signal<Place | null>(null);
  const draws = signal(false);
  let last: Place | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  return {
    pen,
    draws,
    follow(op, live) {
      if (op.kind === "begin") last = { x: op.x, y: op.y };
      if (op.kind === "points") {
        const [x, y] = op.points.slice(-2);
        last = { x, y };
      }
      if (!live) return;
      draws.value = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        draws.value = false;
      }, REST);
    },
    show() {
      if (last) pen.value = last;
    },
    stop: () => clearTimeout(timer),
  };
}
