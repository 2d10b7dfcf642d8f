import { SeatEmblem } from "./icons/seat";
import "./waiting.css";

/** An animation for something being loaded; the text beside it says what. */
export function Waiting() {
  return (
    <span class="waiting">
      <SeatEmblem seat={1} class="waiting-1" />
      <SeatEmblem seat={2} class="waiting-2" />
    </span>
  );
}
