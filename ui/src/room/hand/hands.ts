/** The hands over the sheet, by pointers and by keys, and where the sheet lies under them. */
import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Brush, dipped } from "./brush";
import { type Crosshair, stepped } from "./crosshair";
import { isPress, type Sheet } from "./grip";
import { type Input, listen } from "./input";
import type { Place } from "./place";
import {
  centre,
  filled,
  fitted,
  isWhole,
  pinched,
  resized,
  type Size,
  showing,
  toUnits,
  type View,
  zoomed,
} from "./view";

/** What lies under the hands. */
export type Desk = Omit<Sheet, "dip" | "dipped" | "undip"> & {
  /** Whether the hand may draw. */
  readonly open: ReadonlySignal<boolean>;
  readonly brush: Signal<Brush>;
  /** The colour that is to be seen at a place, 0xRRGGBB; undefined beside the sheet. */
  colourAt(place: Place): number | undefined;
  /** There is something to drain at the next frame. */
  wake(): void;
};

export type Hands = {
  readonly view: ReadonlySignal<View>;
  readonly area: ReadonlySignal<Size>;
  /** Where the keys' hand is, once they were used. */
  readonly crosshair: ReadonlySignal<Crosshair | undefined>;
  /** Whether the mouse moves the sheet instead of drawing: space is held. */
  readonly pans: Signal<boolean>;
  /** Whether one finger draws; else it moves the sheet. The first pen says no, and the player has the last word. */
  readonly fingersDraw: Signal<boolean>;
  /** Whether a pen has drawn here, so that there is something to choose. */
  readonly penSeen: ReadonlySignal<boolean>;
  /** Whether ink is under way. */
  readonly drawing: boolean;
  /** Once a frame. */
  drain(): void;
  /** Ends what is under way, where the hand is. */
  lift(): void;
  /** Nobody looks any more: what may not have been meant is taken back. */
  interrupt(): void;
  /** Shift went down or up: shapes get even. */
  even(on: boolean): void;
  /** Shows the whole sheet, or again what was in view before. */
  toggleWhole(): void;
  zoom(by: number): void;

  /** Shows the crosshair. */
  point(): void;
  /** The arrows that are held move it. */
  step(held: ReadonlySet<string>, fine: boolean): void;
  /** Puts its pen down, or up again; a tool that needs but a press does what it does. */
  press(): void;
  /** Puts the pen up and takes the crosshair away. */
  unpoint(): void;

  /** Gives the hands their place on the page; call the result when the place goes. */
  mount(place: HTMLElement): () => void;
};

export function createHands(desk: Desk): Hands {
  const area = signal<Size>({ width: 0, height: 0 });
  const view = signal<View>({ scale: 1, x: 0, y: 0 });
  const crosshair = signal<Crosshair | undefined>(undefined);
  const pans = signal(false);
  const fingersDraw = signal(true);
  const penSeen = signal(false);
  const { brush, open } = desk;

  let input: Input | undefined;
  /** What was in view before the whole sheet was. */
  let near: View | undefined;
  /** Where the crosshair was last. */
  let last: Place | undefined;

  function point(): Crosshair {
    const at = crosshair.value ?? { ...(last ?? centre(view.value, area.value)), down: false };
    crosshair.value = at;
    return at;
  }

  /** The keys' pen is off the paper. */
  function raise(): void {
    const at = crosshair.peek();
    if (at?.down) crosshair.value = { ...at, down: false };
  }

  function unpoint(): void {
    input?.release();
    crosshair.value = undefined;
  }

  function resize(to: Size): void {
    const from = area.value;
    if (to.width === 0 || to.height === 0) return;
    batch(() => {
      view.value = from.width === 0 ? fitted(to) : resized(view.value, from, to);
      area.value = to;
      near = undefined;
    });
  }

  function toggleWhole(): void {
    const before = view.value;
    view.value = isWhole(before, area.value) ? (near ?? filled(area.value)) : fitted(area.value);
    near = before;
  }

  return {
    view,
    area,
    crosshair,
    pans,
    fingersDraw,
    penSeen,
    get drawing() {
      return input?.drawing ?? false;
    },
    drain() {
      input?.drain();
    },
    lift() {
      input?.lift();
      raise();
    },
    interrupt() {
      input?.interrupt();
      raise();
      pans.value = false;
    },
    even(on) {
      input?.even(on);
    },
    toggleWhole,
    zoom(by) {
      view.value = zoomed(view.value, by, area.value);
    },

    point,
    step(held, fine) {
      const at = point();
      const to = stepped(at, held, fine);
      last = to;
      batch(() => {
        crosshair.value = { ...to, down: at.down };
        view.value = showing(view.value, to, area.value);
      });
      if (at.down) input?.carry(to);
    },
    press() {
      const at = point();
      if (at.down) {
        input?.release();
        crosshair.value = { ...at, down: false };
        return;
      }
      if (!open.value) return;
      input?.press(at, false);
      const down = !isPress(brush.value.tool);
      if (!down) input?.release();
      crosshair.value = { ...at, down };
    },
    unpoint,

    mount(place) {
      const box = () => place.getBoundingClientRect();
      // Heard before the input is: a pointer takes over from the keys.
      place.addEventListener("pointerdown", unpoint);
      input = listen(place, {
        ...desk,
        brush: () => (open.value ? brush.value : undefined),
        pans: () => pans.value,
        fingersDraw: () => fingersDraw.value,
        penCame() {
          if (!penSeen.value) fingersDraw.value = false;
          penSeen.value = true;
        },
        toUnits(x, y) {
          const { left, top } = box();
          return toUnits(view.value, x - left, y - top);
        },
        dip(at) {
          const colour = desk.colourAt(at);
          if (colour !== undefined) brush.value = { ...brush.value, colour };
        },
        dipped() {
          brush.value = dipped(brush.value, brush.value.colour);
        },
        undip(colour) {
          brush.value = { ...brush.value, colour };
        },
        move(from, to) {
          const { left, top } = box();
          const inside = (p: typeof from) => ({ ...p, x: p.x - left, y: p.y - top });
          view.value = pinched(view.value, inside(from), inside(to), area.value);
        },
      });
      const sizes = new ResizeObserver(([{ contentRect }]) => {
        resize({ width: contentRect.width, height: contentRect.height });
      });
      sizes.observe(place);
      return () => {
        sizes.disconnect();
        place.removeEventListener("pointerdown", unpoint);
        input?.stop();
        input = undefined;
      };
    },
  };
}
