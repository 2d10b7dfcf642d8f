/** The partner's pen: its last position, and whether it moves. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Op } from "../../ink/op";
import type { Point } from "../hand/point";

/** A pen that has not moved for this long is at rest, in ms. */
const REST_AFTER = 2000;

export type Partner = {
  readonly pen: ReadonlySignal<Point | null>;
  readonly drawing: ReadonlySignal<boolean>;
  /** Follows an op of the partner. `live`: it happens now and is not part of the catch-up. */
  follow(op: Op, live: boolean): void;
  /** Moves the visible pen to where the last op left it. */
  show(): void;
  stop(): void;
};

export function createPartner(): Partner {
  const pen = signal<Point | null>(null);
  const drawing = signal(false);
  let last: Point | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  return {
    pen,
    drawing,
    follow(op, live) {
      if (op.kind === "begin") last = { x: op.x, y: op.y };
      if (op.kind === "points") {
        const [x, y] = op.points.slice(-2);
        last = { x, y };
      }
      if (!live) return;
      drawing.value = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        drawing.value = false;
      }, REST_AFTER);
    },
    show() {
      if (last) pen.value = last;
    },
    stop: () => clearTimeout(timer),
  };
}
