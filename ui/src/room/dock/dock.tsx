import type { ReadonlySignal, Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "../../design/icons/icon";
import { t } from "../../i18n";
import { INKS, toHex } from "../../ink/palette";
import type { PossibleActions } from "../easel";
import type { Brush } from "../hand/brush";
import { formatKeys, REDO, UNDO } from "../keys/commandKey";
import { ColourDialog } from "./colourDialog";
import { DockInks } from "./dockInks";
import { DockSizes, FineSize } from "./dockSizes";
import { DockTools } from "./dockTools";
import "./dock.css";
import "./dockLayouts.css";

interface Props {
  brush: Signal<Brush>;
  /** Which of undo, redo and clear would have an effect. */
  possible: ReadonlySignal<PossibleActions>;
  onUndo: () => void;
  onRedo: () => void;
  onClear: () => void;
  /** CSS px per unit, to preview the brush's size. */
  scale: ReadonlySignal<number>;
  /** On the phone: shown at the end of the row of sizes. */
  beside?: ComponentChildren;
  /** On the phone: shown in the fold. */
  below?: ComponentChildren;
  /** `below` is shown even while the fold is closed. */
  urgent?: boolean;
}

/**
 * Tools, sizes, inks: a tray at the bottom on the phone, at the left on the desktop. What does not
 * fit the tray is in a fold above it.
 */
export function Dock(props: Props) {
  const { brush, possible, onUndo, onRedo, onClear, scale, beside, below, urgent } = props;
  const [unfolded, setUnfolded] = useState(false);
  const [mixing, setMixing] = useState(false);
  const dock = useRef<HTMLDivElement>(null);

  // A press on the sheet closes the fold, and so does a press on `beside`, whose menu opens in the
  // same place.
  useEffect(() => {
    if (!unfolded) return;
    const fold = (event: PointerEvent) => {
      const pressed = event.target as Element;
      if (!dock.current?.contains(pressed) || pressed.closest(".dock-beside")) setUnfolded(false);
    };
    addEventListener("pointerdown", fold);
    return () => removeEventListener("pointerdown", fold);
  }, [unfolded]);

  const { undo, redo, clear } = possible.value;
  const { colour } = brush.value;
  const customColour = !INKS.some((ink) => ink.colour === colour);
  return (
    <>
      {/* Choosing a tool with the mouse leaves the keyboard focus where it was. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: see above */}
      <div ref={dock} class="dock" onMouseDown={keepFocus}>
        <DockTools brush={brush}>
          <button
            type="button"
            class="dock-do dock-unfold"
            aria-label={t("room.fold")}
            title={t("room.fold")}
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            <Icon name="chevron" size={24} />
            {customColour && <span class="dock-own-dot" style={{ "--swatch": toHex(colour) }} />}
          </button>
        </DockTools>

        <DockSizes brush={brush} />

        <div class="dock-doing">
          <ActionButton name="undo" icon="undo" keys={formatKeys(UNDO)} can={undo} onDo={onUndo} />
          <ActionButton name="redo" icon="redo" keys={formatKeys(REDO)} can={redo} onDo={onRedo} />
          {beside && <div class="dock-beside">{beside}</div>}
        </div>

        <DockInks brush={brush} onMix={() => setMixing(true)} />

        <div class={`dock-fold ${unfolded ? "dock-fold-open" : urgent ? "dock-fold-urgent" : ""}`}>
          <FineSize brush={brush} scale={scale} />
          <button type="button" class="dock-any" onClick={() => setMixing(true)}>
            <span class="dock-blob" style={{ "--swatch": toHex(colour) }} />
            {t("room.anyColour")}
          </button>
          <div class="dock-clear">
            <ActionButton name="clear" icon="trash" can={clear} onDo={onClear} />
          </div>
          {below && <div class="dock-below">{below}</div>}
        </div>
      </div>
      <ColourDialog brush={brush} open={mixing} onClose={() => setMixing(false)} />
    </>
  );
}

/**
 * A button for an action. While the action has no effect, the button keeps the focus and is marked
 * disabled.
 */
function ActionButton(props: {
  name: "undo" | "redo" | "clear";
  icon: IconName;
  keys?: string;
  can: boolean;
  onDo: () => void;
}) {
  const { name, icon, keys, can, onDo } = props;
  const word = t(`room.${name}`);
  return (
    <button
      type="button"
      class="dock-do"
      aria-label={word}
      title={keys ? `${word} (${keys})` : word}
      aria-disabled={!can}
      onClick={() => can && onDo()}
    >
      <Icon name={icon} size={27} />
    </button>
  );
}

function keepFocus(event: MouseEvent): void {
  const target = event.target as Element;
  if (!target.closest("input[type=range]")) event.preventDefault();
}
