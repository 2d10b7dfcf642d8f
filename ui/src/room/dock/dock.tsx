import type { ReadonlySignal, Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "../../design/icons/icon";
import { t } from "../../i18n";
import { INKS, toHex } from "../../ink/palette";
import type { Brush } from "../hand/brush";
import { REDO, together, UNDO } from "../keys/commandKey";
import type { Can } from "../room";
import { ColourDialog } from "./colourDialog";
import { DockInks } from "./dockInks";
import { DockSizes, FineSize } from "./dockSizes";
import { DockTools } from "./dockTools";
import "./dock.css";

interface Props {
  brush: Signal<Brush>;
  /** What there is to undo, to redo, to clear. */
  can: ReadonlySignal<Can>;
  onUndo: () => void;
  onRedo: () => void;
  onClear: () => void;
  /** CSS px a unit: how large a brush really is. */
  scale: ReadonlySignal<number>;
  /** Stands at the end of the row of sizes, on the phone. */
  beside?: ComponentChildren;
  /** Stands in the fold, on the phone. */
  below?: ComponentChildren;
  /** What stands below wants to be seen, also while all is folded. */
  urgent?: boolean;
}

/**
 * Tools, sizes, inks: a tray under the thumb on the phone, at the left on the desktop. What the tray
 * has no room for is in a fold above it.
 */
export function Dock(props: Props) {
  const { brush, can, onUndo, onRedo, onClear, scale, beside, below, urgent } = props;
  const [unfolded, setUnfolded] = useState(false);
  const [mixing, setMixing] = useState(false);
  const dock = useRef<HTMLDivElement>(null);

  // A press on the sheet folds it up: one wants to draw. So does one on what stands beside: its slip opens there.
  useEffect(() => {
    if (!unfolded) return;
    const fold = (event: PointerEvent) => {
      const pressed = event.target as Element;
      if (!dock.current?.contains(pressed) || pressed.closest(".dock-beside")) setUnfolded(false);
    };
    addEventListener("pointerdown", fold);
    return () => removeEventListener("pointerdown", fold);
  }, [unfolded]);

  const { undo, redo, clear } = can.value;
  const { colour } = brush.value;
  const own = !INKS.some((ink) => ink.colour === colour);
  return (
    <>
      {/* A mouse takes a tool and leaves the focus, and with it the keys, where it was. */}
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
            {own && <span class="dock-own-dot" style={{ "--swatch": toHex(colour) }} />}
          </button>
        </DockTools>

        <DockSizes brush={brush} />

        <div class="dock-doing">
          <Do name="undo" icon="undo" keys={together(UNDO)} can={undo} onDo={onUndo} />
          <Do name="redo" icon="redo" keys={together(REDO)} can={redo} onDo={onRedo} />
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
            <Do name="clear" icon="trash" can={clear} onDo={onClear} />
          </div>
          {below && <div class="dock-below">{below}</div>}
        </div>
      </div>
      <ColourDialog brush={brush} open={mixing} onClose={() => setMixing(false)} />
    </>
  );
}

/** Something done at a press. While it can't be, it keeps the focus and says so. */
function Do(props: {
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
