import { type Seat, SeatEmblem } from "../design/icons/seat";
import "./replayCaption.css";

interface Props {
  seats: readonly { seat: Seat; prompts: readonly string[] }[];
  /** The current round, from 1; 0 for none. */
  round: number;
  /** The caption when no round is current. */
  rest: string;
}

/**
 * The caption of a replay: both prompts of the current round. Screen readers get them from the list
 * beside it.
 */
export function ReplayCaption({ seats, round, rest }: Props) {
  if (round === 0) return <p class="replay-caption replay-caption-rest">{rest}</p>;
  return (
    <div key={round} class="replay-caption" aria-hidden="true">
      {seats.map(({ seat, prompts }) => (
        <p key={seat} class={`seat-${seat}`}>
          <SeatEmblem seat={seat} width={26} />
          <span>{prompts[round - 1]}</span>
        </p>
      ))}
    </div>
  );
}
