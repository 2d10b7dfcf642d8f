import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Button } from "../../design/form/button";
import { Sheet } from "../../design/sheet";
import { t } from "../../i18n";
import { INKS, SIZES, toHex } from "../../ink/palette";
import { usePart } from "../../page/usePart";
import type { Brush } from "../hand/brush";
import "./warmUp.css";

/** A few inks: soot, tangerine, sky, fern, fox, plum. */
const inks = [0, 2, 3, 4, 7, 11].map((at) => INKS[at]);

interface Props {
  title: string;
  /** The text below the title. */
  children: ComponentChildren;
}

/**
 * A sheet to draw on while waiting. Nobody sees it, and it is not kept. Pages that wait fetch what
 * draws on it, which is the room's, once they are shown.
 */
export function WarmUp({ title, children }: Props) {
  const brush = useSignal<Brush>({ tool: "pen", size: SIZES[2], colour: INKS[0].colour });
  const clear = useRef(() => {});
  const part = usePart(() => import("./warmUpSheet"));

  return (
    <section class="warm-up">
      <header>
        <h2>{title}</h2>
        {children}
      </header>
      <Sheet bound class="warm-up-sheet" paper="var(--sheet)">
        {part && <part.WarmUpSheet brush={brush} clear={clear} />}
      </Sheet>
      <div class="warm-up-tools">
        <div class="warm-up-inks" role="radiogroup" aria-label={t("quick.ink")}>
          {inks.map(({ name, colour }) => (
            <label key={name} style={{ "--swatch": toHex(colour) }} title={t(`room.${name}`)}>
              <input
                type="radio"
                name="warm-up-ink"
                class="sr-only"
                checked={colour === brush.value.colour}
                aria-label={t(`room.${name}`)}
                onChange={() => {
                  brush.value = { ...brush.value, colour };
                }}
              />
            </label>
          ))}
        </div>
        <Button variant="quiet" size="small" icon="trash" onClick={() => clear.current()}>
          {t("quick.clear")}
        </Button>
      </div>
    </section>
  );
}
