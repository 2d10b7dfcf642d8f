/** Fills from the tap to the picture: a worker computes each, and they go on the picture in the order of the taps. */
import type { Canvas } from "../../ink/canvas";
import type { Filled } from "../../ink/fill";
import type { Fill } from "../../ink/op";
import type { Place } from "../hand/place";
import type { Filler } from "./filler";

/** How a fill ended: on the picture, or why not. */
export type FillResult = "filled" | Exclude<Filled, Fill>;

export type Fills = {
  /** Whether any is under way. */
  readonly underWay: boolean;
  /** Fills the area around a place; resolves once the fill is on the picture or given up. */
  start(place: Place, colour: number): Promise<FillResult>;
  /** Puts those on the picture that are computed, unless a stroke is under way: within a stroke no other op may come. */
  settle(): void;
  /** Gives up the newest, if any is under way. */
  cancelNewest(): boolean;
  cancelAll(): void;
};

type Means = {
  filler: Pick<Filler, "fill">;
  canvas(): Canvas;
  /** Whether the hand may draw. */
  open(): boolean;
  /** Whether a stroke is under way. */
  drawing(): boolean;
  put(op: Fill): void;
};

/** A fill under way: computed once `op` is there. */
type Pending = { op?: Fill; end(result: FillResult): void };

export function createFills({ filler, canvas, open, drawing, put }: Means): Fills {
  /** Oldest first. */
  let pending: Pending[] = [];

  function settle(): void {
    while (pending[0]?.op && !drawing()) {
      const [{ op, end }] = pending;
      const inTime = open();
      if (inTime) put(op);
      end(inTime ? "filled" : "nothing");
    }
  }

  return {
    get underWay() {
      return pending.length > 0;
    },
    start(place, colour) {
      if (!open()) return Promise.resolve("nothing");
      return new Promise((resolve) => {
        const fill: Pending = {
          end(result) {
            pending = pending.filter((other) => other !== fill);
            resolve(result);
          },
        };
        pending.push(fill);
        const { x, y } = pixelOf(place);
        filler
          .fill(canvas, x, y, colour)
          .then((filled) => {
            if (typeof filled === "string") fill.end(filled);
            else fill.op = filled;
            settle(); // in this task: the next one is computed on it
          })
          .catch((err) => {
            console.error("room: a fill failed", err);
            fill.end("nothing");
            settle();
          });
      });
    },
    settle,
    cancelNewest() {
      const newest = pending.at(-1);
      newest?.end("nothing");
      return newest !== undefined;
    },
    cancelAll() {
      for (const fill of pending) fill.end("nothing");
    },
  };
}

/** The pixel of the raster at a place. */
export function pixelOf({ x, y }: Place): Place {
  return { x: Math.floor(x / 2), y: Math.floor(y / 2) };
}
