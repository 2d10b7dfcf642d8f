import type { ReadonlySignal, Signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { MAX_SIZE } from "../../ink/op";
import { SIZES, toHex } from "../../ink/palette";
import type { Brush } from "../hand/brush";

interface Props {
  brush: Signal<Brush>;
}

const names = ["room.size1", "room.size2", "room.size3", "room.size4", "room.size5"] as const;

/** The five brush sizes. */
export function DockSizes({ brush }: Props) {
  return (
    <fieldset class="dock-sizes">
      <legend class="sr-only">{t("room.sizes")}</legend>
      {SIZES.map((size, i) => {
        const name = t(names[i]);
        return (
          <label key={size} class="dock-size" title={name}>
            <input
              class="dock-radio"
              type="radio"
              name="size"
              checked={brush.value.size === size}
              aria-label={name}
              onChange={() => {
                brush.value = { ...brush.value, size };
              }}
            />
            <span class={`dock-dot dock-dot-${i + 1}`} />
          </label>
        );
      })}
    </fieldset>
  );
}

/** The thinnest useful brush, in units. */
const MIN_SIZE = 4;

/** The slider's steps; each one makes the brush thicker by the same factor. */
const STEPS = 100;

/** A slider for any size. While it moves, the brush is previewed. */
export function FineSize({ brush, scale }: Props & { scale: ReadonlySignal<number> }) {
  const [sliding, setSliding] = useState(false);
  const { size, colour, tool } = brush.value;
  const at = Math.round((STEPS * Math.log(size / MIN_SIZE)) / Math.log(MAX_SIZE / MIN_SIZE));
  const diameter = Math.max(2, size * scale.value);
  return (
    <div class="dock-fine" style={{ "--share": `${at}%` }}>
      <svg class="dock-wedge" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">
        <path d="M1 7.4C30 6.2 70 3.6 99 1.2c.9 3.8.9 8 0 11.8C70 10.8 30 8.6 1 7.4Z" />
      </svg>
      <span class="dock-thumb" />
      <input
        class="dock-range"
        type="range"
        min={0}
        max={STEPS}
        value={at}
        aria-label={t("room.fineSize")}
        aria-valuetext={String(size)}
        onInput={(event) => {
          const step = event.currentTarget.valueAsNumber / STEPS;
          const next = Math.round(MIN_SIZE * (MAX_SIZE / MIN_SIZE) ** step);
          brush.value = { ...brush.value, size: next };
        }}
        onPointerDown={() => setSliding(true)}
        onPointerUp={() => setSliding(false)}
        onPointerCancel={() => setSliding(false)}
      />
      {sliding && (
        <span class="dock-preview" aria-hidden="true">
          <span
            style={{
              width: `${diameter}px`,
              height: `${diameter}px`,
              background: tool === "eraser" ? undefined : toHex(colour),
            }}
          />
        </span>
      )}
    </div>
  );
}
