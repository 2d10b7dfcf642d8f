import { t } from "../i18n";
import "./roundMarks.css";

interface Props {
  /** 0 before the first round. */
  round: number;
  rounds: number;
}

/** A dot per round: filled when done, highlighted when current, an outline when still to come. */
export function RoundMarks({ round, rounds }: Props) {
  const words = round > 0 ? t("room.round", { round, rounds }) : t("room.marks");
  return (
    <div class={`round-marks ${rounds > 6 ? "round-marks-many" : ""}`}>
      <p class="round-marks-words">{words}</p>
      <p class="round-marks-short" aria-hidden="true">
        {Math.max(1, round)}/{rounds}
      </p>
      <ol class="round-marks-list" aria-hidden="true">
        {Array.from({ length: rounds }, (_, i) => (
          <li key={i} class={`round-mark ${stateOf(i + 1, round)}`} />
        ))}
      </ol>
    </div>
  );
}

function stateOf(number: number, round: number): string {
  if (number < round) return "round-mark-done";
  return number === round ? "round-mark-now" : "";
}
