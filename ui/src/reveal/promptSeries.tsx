import { Card } from "../design/card";
import { type Seat, SeatName } from "../design/icons/marks";
import { formatLength, t } from "../i18n";
import "./promptSeries.css";

interface Props {
  seats: readonly { seat: Seat; name: string; prompts: readonly string[] | null }[];
  /** Whose prompts are marked, from 1; 0 for none. */
  round: number;
  /** When each round began, by the game clock in ms. */
  starts?: readonly number[];
}

/** Both secret series side by side, at last. */
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
                {starts[i] !== undefined && <Dealt at={starts[i] - starts[0]} />}
              </li>
            ))}
          </ol>
        </section>
      ))}
    </Card>
  );
}

/** When a prompt was dealt, from the first one on. */
function Dealt({ at }: { at: number }) {
  return (
    <time class="prompt-dealt">
      <span aria-hidden="true">{formatLength(at)}</span>
      <span class="sr-only">{t("reveal.dealtAt", { time: formatLength(at) })}</span>
    </time>
  );
}
