import { Mark } from "./icons/marks";
import "./waiting.css";

/** An animation for something being loaded; the text beside it says what. */
export function Waiting() {
  return (
    <span class="waiting">
      <Mark seat={1} class="waiting-1" />
      <Mark seat={2} class="waiting-2" />
    </span>
  );
}
