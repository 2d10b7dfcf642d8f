import { Mark } from "./icons/marks";
import "./waiting.css";

/** The curl and the zigzag take turns: something is on its way, and the words beside it say what. */
export function Waiting() {
  return (
    <span class="waiting">
      <Mark seat={1} class="waiting-1" />
      <Mark seat={2} class="waiting-2" />
    </span>
  );
}
