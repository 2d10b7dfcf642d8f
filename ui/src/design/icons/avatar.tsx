import type { Seat } from "./seat";
import "./avatar.css";

const tints = 6;

interface Props {
  name: string;
  /** What the tint is taken from, the same for the same player; the name unless told. */
  id?: string;
  /** A paired player's colour in place of a tint. */
  seat?: Seat;
  /** Pixels; 40 unless told. */
  size?: number;
}

/** The first letter in an uneven ring. The name stands beside it, so it says nothing aloud. */
export function Avatar({ name, id = name, seat, size = 40 }: Props) {
  const fill = seat ? `var(--p${seat}-soft)` : `var(--tint-${tintOf(id)})`;
  const line = seat ? `var(--p${seat})` : "var(--ink)";
  return (
    <span
      class="avatar"
      style={{ "--avatar-fill": fill, "--avatar-line": line, "--avatar-size": `${size}px` }}
      aria-hidden="true"
    >
      {initialOf(name)}
    </span>
  );
}

/** The first letter as people see it, which may be several code points. */
function initialOf(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return first ? first.segment.toLocaleUpperCase() : "";
}

function tintOf(id: string): number {
  let sum = 0;
  for (const c of id) sum = (sum * 31 + c.charCodeAt(0)) % 65521;
  return 1 + (sum % tints);
}
