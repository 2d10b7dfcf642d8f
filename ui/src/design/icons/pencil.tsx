import type { Seat } from "./seat";
import "./pencil.css";

/** A drawn pencil in a seat's colour, its tip at the lower left. It lies on the canvas. */
export function Pencil({ seat }: { seat: Seat }) {
  return (
    <svg class={`pencil pencil-${seat}`} viewBox="0 0 40 40" aria-hidden="true">
      <g transform="translate(3.5 36.5) rotate(43)">
        <path class="pencil-rim" d="M0 0-6-12.5V-35C-6-41 6-41 6-35V-12.5Z" />
        <path class="pencil-wood" d="M0 0-6-12.5Q0-15 6-12.5Z" />
        <path class="pencil-body" d="M-6-12.5V-35C-6-41 6-41 6-35V-12.5Q0-15-6-12.5Z" />
        <path
          class="pencil-line"
          d="M-6-31.5Q0-33.5 6-31.5M0 0-6-12.5V-35C-6-41 6-41 6-35V-12.5Z"
        />
        <path class="pencil-lead" d="M0 0-2.2-4.6Q0-5.5 2.2-4.6Z" />
      </g>
    </svg>
  );
}
