import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { t } from "../i18n";
import { INKS, SIZES, toHex } from "../ink/palette";
import type { Brush } from "../room/capture";
import { Icon, type IconName } from "./icon";
import "./dock.css";

interface Props {
  brush: Signal<Brush>;
  /** Stands at the end of the row of sizes, on the phone. */
  beside?: ComponentChildren;
  /** Stands at the end of the row of tools, on the phone. */
  below?: ComponentChildren;
}

const tools = [
  { tool: "pen", icon: "pencil", key: "B" },
  { tool: "eraser", icon: "eraser", key: "E" },
] as const satisfies readonly { tool: Brush["tool"]; icon: IconName; key: string }[];

/** Inks so pale or dark that they need a line around them. */
const edged: ReadonlySet<string> = new Set(["soot", "snow", "cocoa", "peach", "plum"]);

/** Pens, sizes, inks: a tray under the thumb on the phone, at the left on the desktop. */
export function Dock({ brush, beside, below }: Props) {
  const held = brush.value;
  const chosen = INKS.find((ink) => ink.colour === held.colour);
  const take = (some: Partial<Brush>) => {
    brush.value = { ...brush.value, ...some };
  };

  return (
    <div class="dock">
      <fieldset class="dock-tools">
        <legend class="sr-only">{t("room.tools")}</legend>
        {tools.map(({ tool, icon, key }) => {
          const name = t(`room.${tool}`);
          return (
            <label key={tool} class="dock-tool" title={`${name} (${key})`}>
              <input
                class="dock-radio"
                type="radio"
                name="tool"
                checked={held.tool === tool}
                aria-label={name}
                onChange={() => take({ tool })}
              />
              <Icon name={icon} size={27} />
              <span class="dock-word" aria-hidden="true">
                {name}
              </span>
            </label>
          );
        })}
        {below && <div class="dock-below">{below}</div>}
      </fieldset>

      <fieldset class="dock-sizes">
        <legend class="sr-only">{t("room.sizes")}</legend>
        {SIZES.map((size, i) => {
          const name = t(sizeNames[i]);
          return (
            <label key={size} class="dock-size" title={name}>
              <input
                class="dock-radio"
                type="radio"
                name="size"
                checked={held.size === size}
                aria-label={name}
                onChange={() => take({ size })}
              />
              <span class={`dock-dot dock-dot-${i + 1}`} />
            </label>
          );
        })}
        {beside && <div class="dock-beside">{beside}</div>}
      </fieldset>

      <fieldset class="dock-inks">
        <legend class="sr-only">{t("room.inks")}</legend>
        {INKS.map(({ name, colour }) => (
          <label key={name} class="dock-ink" title={t(`room.${name}`)}>
            <input
              class="dock-radio"
              type="radio"
              name="ink"
              checked={held.colour === colour}
              aria-label={t(`room.${name}`)}
              // An ink in hand is for drawing: the eraser is put down.
              onClick={() => take({ colour, tool: "pen" })}
              onChange={() => take({ colour, tool: "pen" })}
            />
            <span
              class={`dock-swatch ${edged.has(name) ? "dock-swatch-edged" : ""}`}
              style={{ "--swatch": toHex(colour) }}
            />
          </label>
        ))}
        <p class="dock-name" aria-hidden="true">
          {chosen && t(`room.${chosen.name}`)}
        </p>
      </fieldset>
    </div>
  );
}

const sizeNames = ["room.size1", "room.size2", "room.size3", "room.size4", "room.size5"] as const;
