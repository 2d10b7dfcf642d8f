import { SeatEmblem } from "./icons/seat";
import "./waiting.css";

/** An animation for something being loaded; the text beside it says what. */
export function Waiting() {
  return (
    <span class="waiting">
      <span class="waiting-1">
        <SeatEmblem seat={1} />
      </span>
      <span class="waiting-2">
        <SeatEmblem seat={2} />
      </span>
    </span>
  );
}
