import { Card } from "../design/card";
import { type Seat, SeatName } from "../design/icons/seat";
import { formatLength, t } from "../i18n";
import "./promptSeries.css";

interface Props {
  seats: readonly { seat: Seat; name: string; prompts: readonly string[] | null }[];
  /** The round whose prompts are highlighted, from 1; 0 for none. */
  round: number;
  /** When each round began, on the game clock in ms. */
  starts?: readonly number[];
}

/** Both players' prompts, side by side. */
export function PromptSeries({ seats, round, starts = [] }: Props) {
  return (
    <Card class="prompt-series">
      {seats.map(({ seat, name, prompts }) => (
        <section key={seat} class={`prompt-list seat-${seat}`}>
          <h2 class="prompt-owner">
            <SeatName seat={seat} name={name} />
          </h2>
          {!prompts?.length && <p class="prompt-none">{t("reveal.noPrompts")}</p>}
          <ol>
            {prompts?.map((prompt, i) => (
              <li key={prompt} class="prompt-one" aria-current={i + 1 === round}>
                <span class="prompt-number">{i + 1}</span>
                <span>
                  <span class={i + 1 === round ? "marked" : ""}>{prompt}</span>
                </span>
                {starts[i] !== undefined && <DealtTime at={starts[i] - starts[0]} />}
              </li>
            ))}
          </ol>
        </section>
      ))}
    </Card>
  );
}

/** When a prompt was dealt, relative to the first one. */
function DealtTime({ at }: { at: number }) {
  return (
    <time class="prompt-dealt">
      <span aria-hidden="true">{formatLength(at)}</span>
      <span class="sr-only">{t("reveal.dealtAt", { time: formatLength(at) })}</span>
    </time>
  );
}
