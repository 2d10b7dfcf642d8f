import { t } from "../../i18n";
import "./roundDots.css";

interface Props {
  /** 0 before the first round. */
  round: number;
  rounds: number;
}

/** A dot per round: filled when done, highlighted when current, an outline when still to come. */
export function RoundDots({ round, rounds }: Props) {
  const words = round > 0 ? t("room.round", { round, rounds }) : t("room.rounds");
  return (
    <div class={`round-dots ${rounds > 6 ? "round-dots-many" : ""}`}>
      <p class="round-dots-words">{words}</p>
      <p class="round-dots-short" aria-hidden="true">
        {Math.max(1, round)}/{rounds}
      </p>
      <ol class="round-dots-list" aria-hidden="true">
        {Array.from({ length: rounds }, (_, i) => (
          <li key={i} class={`round-dot ${stateOf(i + 1, round)}`} />
        ))}
      </ol>
    </div>
  );
}

function stateOf(number: number, round: number): string {
  if (number < round) return "round-dot-done";
  return number === round ? "round-dot-now" : "";
}
