/** The player's input over the sheet, by pointers and by keyboard, and the view of the sheet. */
import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Brush, withColour } from "./brush";
import { type Crosshair, moveByArrows } from "./crosshair";
import { isPress, type ToolSheet } from "./gesture";
import { type Input, listenToPointers } from "./input";
import type { Point } from "./point";
import {
  centreOf,
  fillView,
  fitView,
  isFit,
  type Pinch,
  panToShow,
  pinchView,
  resizeView,
  type Size,
  toUnits,
  type View,
  zoomView,
} from "./view";

/** What the hands act on. */
export type HandsDeps = Omit<ToolSheet, "pickColour" | "endPicking" | "restoreColour"> & {
  /** The sheet always fills its area: it neither pans nor zooms. */
  readonly fixed?: boolean;
  /** Whether the player may draw. */
  readonly canDraw: ReadonlySignal<boolean>;
  readonly brush: Signal<Brush>;
  /** The visible colour at a point, 0xRRGGBB; undefined outside the sheet. */
  colourAt(place: Point): number | undefined;
  /** Asks for a call of `drain` in the next frame. */
  wake(): void;
};

export type Hands = {
  readonly view: ReadonlySignal<View>;
  readonly area: ReadonlySignal<Size>;
  /** The keyboard's crosshair, once it was used. */
  readonly crosshair: ReadonlySignal<Crosshair | undefined>;
  /** Whether the mouse pans the sheet instead of drawing: space is held. */
  readonly pans: Signal<boolean>;
  /**
   * Whether one finger draws; otherwise it pans. It is set to false when a pen first touches the
   * sheet, and players can change it.
   */
  readonly fingersDraw: Signal<boolean>;
  /** Whether a pen has drawn here, so that the choice is offered. */
  readonly penSeen: ReadonlySignal<boolean>;
  /** Whether a tool is in use. */
  readonly drawing: boolean;
  /** Draws and sends what is new; call it once a frame. */
  drain(): void;
  /** Ends the tool in use, where the hand is. */
  finish(): void;
  /** The page is hidden: cancels what may not have been intended. */
  interrupt(): void;
  /** Shift was pressed or released: it constrains shapes. */
  constrain(on: boolean): void;
  /** Switches between the whole sheet and the view before it. */
  toggleFit(): void;
  zoom(by: number): void;

  /** Shows the crosshair. */
  showCrosshair(): void;
  /** Moves the crosshair by the held arrow keys. */
  moveCrosshair(held: ReadonlySet<string>, fine: boolean): void;
  /** Puts the crosshair's pen down or up; a tool that needs only a press acts at once. */
  pressCrosshair(): void;
  /** Puts the pen up and hides the crosshair. */
  hideCrosshair(): void;

  /** Attaches the hands to their element; call the result to detach them. */
  mount(place: HTMLElement): () => void;
};

export function createHands(deps: HandsDeps): Hands {
  const area = signal<Size>({ width: 0, height: 0 });
  const view = signal<View>({ scale: 1, x: 0, y: 0 });
  const crosshair = signal<Crosshair | undefined>(undefined);
  const pans = signal(false);
  const fingersDraw = signal(true);
  const penSeen = signal(false);
  const { brush, canDraw } = deps;

  let input: Input | undefined;
  /** The view before the whole sheet was shown. */
  let viewBefore: View | undefined;
  /** The crosshair's last position. */
  let last: Point | undefined;

  function showCrosshair(): Crosshair {
    const at = crosshair.value ?? { ...(last ?? centreOf(view.value, area.value)), down: false };
    crosshair.value = at;
    return at;
  }

  /** Puts the crosshair's pen up. */
  function liftCrosshair(): void {
    const at = crosshair.peek();
    if (at?.down) crosshair.value = { ...at, down: false };
  }

  function hideCrosshair(): void {
    input?.release();
    crosshair.value = undefined;
  }

  function resize(to: Size): void {
    const from = area.value;
    if (to.width === 0 || to.height === 0) return;
    batch(() => {
      view.value = from.width === 0 ? fitView(to) : resizeView(view.value, from, to);
      area.value = to;
      viewBefore = undefined;
    });
  }

  function toggleFit(): void {
    const before = view.value;
    view.value = isFit(before, area.value)
      ? (viewBefore ?? fillView(area.value))
      : fitView(area.value);
    viewBefore = before;
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
    finish() {
      input?.finish();
      liftCrosshair();
    },
    interrupt() {
      input?.interrupt();
      liftCrosshair();
      pans.value = false;
    },
    constrain(on) {
      input?.constrain(on);
    },
    toggleFit,
    zoom(by) {
      view.value = zoomView(view.value, by, area.value);
    },

    showCrosshair,
    moveCrosshair(held, fine) {
      const at = showCrosshair();
      const to = moveByArrows(at, held, fine);
      last = to;
      batch(() => {
        crosshair.value = { ...to, down: at.down };
        view.value = panToShow(view.value, to, area.value);
      });
      if (at.down) input?.moveTo(to);
    },
    pressCrosshair() {
      const at = showCrosshair();
      if (at.down) {
        input?.release();
        crosshair.value = { ...at, down: false };
        return;
      }
      if (!canDraw.value) return;
      input?.press(at, false);
      const down = !isPress(brush.value.tool);
      if (!down) input?.release();
      crosshair.value = { ...at, down };
    },
    hideCrosshair,

    mount(place) {
      const box = () => place.getBoundingClientRect();
      function pinch(from: Pinch, to: Pinch): void {
        const { left, top } = box();
        const inside = (p: Pinch) => ({ ...p, x: p.x - left, y: p.y - top });
        view.value = pinchView(view.value, inside(from), inside(to), area.value);
      }
      // Registered before the input's own listeners: a pointer takes over from the keyboard.
      place.addEventListener("pointerdown", hideCrosshair);
      input = listenToPointers(place, {
        ...deps,
        brush: () => (canDraw.value ? brush.value : undefined),
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
        pickColour(at) {
          const colour = deps.colourAt(at);
          if (colour !== undefined) brush.value = { ...brush.value, colour };
        },
        endPicking() {
          brush.value = withColour(brush.value, brush.value.colour);
        },
        restoreColour(colour) {
          brush.value = { ...brush.value, colour };
        },
        pinch: deps.fixed ? undefined : pinch,
      });
      const resizeObserver = new ResizeObserver(([{ contentRect }]) => {
        resize({ width: contentRect.width, height: contentRect.height });
      });
      resizeObserver.observe(place);
      return () => {
        resizeObserver.disconnect();
        place.removeEventListener("pointerdown", hideCrosshair);
        input?.stop();
        input = undefined;
      };
    },
  };
}
