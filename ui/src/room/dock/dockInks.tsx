import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../../i18n";
import { INKS, isEdged, toHex } from "../../ink/palette";
import { type Brush, dipped } from "../hand/brush";

/** A press of so long opens the paints, in ms. */
const HOLD = 450;

interface Props {
  brush: Signal<Brush>;
  /** Wants another colour than these. */
  onMix: () => void;
}

/** The inks, the name of the chosen one, and the last colour that is none of them. */
export function DockInks({ brush, onMix }: Props) {
  const own = useSignal<number | undefined>(undefined);
  useSignalEffect(() => {
    const { colour } = brush.value;
    if (!INKS.some((ink) => ink.colour === colour)) own.value = colour;
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
      {own.value !== undefined && (
        <Swatch
          class="dock-ink-own"
          name={t("room.ownInk", { hex: toHex(own.value) })}
          colour={own.value}
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
  const letGo = () => clearTimeout(timer.current);
  // An ink in hand is for drawing: a press on the one that is chosen puts the eraser down, too.
  const dip = () => {
    brush.value = dipped(brush.value, colour);
  };
  const mix = () => {
    letGo();
    dip();
    onMix();
  };
  return (
    <label
      class={`dock-ink ${extra}`}
      title={name}
      onPointerDown={(event) => {
        letGo();
        if (event.button === 0) timer.current = setTimeout(mix, HOLD);
      }}
      onPointerUp={letGo}
      onPointerLeave={letGo}
      onPointerCancel={letGo}
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
        onClick={dip}
        onChange={dip}
      />
      <span
        class={`dock-swatch ${isEdged(colour) ? "dock-swatch-edged" : ""}`}
        style={{ "--swatch": toHex(colour) }}
      />
    </label>
  );
}
