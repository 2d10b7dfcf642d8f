import { Mark, type Seat } from "../design/icons/marks";
import "./replayCaption.css";

interface Props {
  seats: readonly { seat: Seat; prompts: readonly string[] }[];
  /** The round that plays, from 1; 0: none does. */
  round: number;
  /** What stands there when none plays. */
  rest: string;
}

/** Below a replay: what the two had to draw in the round that plays. The series beside it says it aloud. */
export function ReplayCaption({ seats, round, rest }: Props) {
  if (round === 0) return <p class="replay-caption replay-caption-rest">{rest}</p>;
  return (
    <div key={round} class="replay-caption" aria-hidden="true">
      {seats.map(({ seat, prompts }) => (
        <p key={seat} class={`seat-${seat}`}>
          <Mark seat={seat} width={26} />
          <span>{prompts[round - 1]}</span>
        </p>
      ))}
    </div>
  );
}
