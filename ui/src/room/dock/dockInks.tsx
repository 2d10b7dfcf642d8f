import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../../i18n";
import { INKS, isEdged, toHex } from "../../ink/palette";
import { type Brush, withColour } from "../hand/brush";

/** A press this long opens the paints, in ms. */
const LONG_PRESS = 450;

interface Props {
  brush: Signal<Brush>;
  /** The player wants another colour. */
  onMix: () => void;
}

/** The inks, the name of the chosen one, and the last colour that is not one of them. */
export function DockInks({ brush, onMix }: Props) {
  const customColour = useSignal<number | undefined>(undefined);
  useSignalEffect(() => {
    const { colour } = brush.value;
    if (!INKS.some((ink) => ink.colour === colour)) customColour.value = colour;
  });

  const { colour } = brush.value;
  const chosen = INKS.find((ink) => ink.colour === colour);
  return (
    <fieldset class="dock-inks">
      <legend class="sr-only">{t("room.inks")}</legend>
      {INKS.map((ink) => (
        <Swatch
          key={ink.name}
          name={t(`room.${ink.name}`)}
          colour={ink.colour}
          {...{ brush, onMix }}
        />
      ))}
      {customColour.value !== undefined && (
        <Swatch
          class="dock-ink-own"
          name={t("room.ownInk", { hex: toHex(customColour.value) })}
          colour={customColour.value}
          {...{ brush, onMix }}
        />
      )}
      <p class="dock-name" aria-hidden="true">
        {chosen ? t(`room.${chosen.name}`) : toHex(colour)}
      </p>
    </fieldset>
  );
}

function Swatch(props: Props & { name: string; colour: number; class?: string }) {
  const { name, colour, brush, onMix, class: extra = "" } = props;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const cancelLongPress = () => clearTimeout(timer.current);
  // Choosing the current ink again also replaces the eraser.
  const choose = () => {
    brush.value = withColour(brush.value, colour);
  };
  const mix = () => {
    cancelLongPress();
    choose();
    onMix();
  };
  return (
    <label
      class={`dock-ink ${extra}`}
      title={name}
      onPointerDown={(event) => {
        cancelLongPress();
        if (event.button === 0) timer.current = setTimeout(mix, LONG_PRESS);
      }}
      onPointerUp={cancelLongPress}
      onPointerLeave={cancelLongPress}
      onPointerCancel={cancelLongPress}
      onContextMenu={(event) => {
        event.preventDefault();
        mix();
      }}
    >
      <input
        class="dock-radio"
        type="radio"
        name="ink"
        checked={brush.value.colour === colour}
        aria-label={name}
        onClick={choose}
        onChange={choose}
      />
      <span
        class={`dock-swatch ${isEdged(colour) ? "dock-swatch-edged" : ""}`}
        style={{ "--swatch": toHex(colour) }}
      />
    </label>
  );
}
