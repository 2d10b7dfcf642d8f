import { drawingOf, type IconName } from "./icons";
import "./icon.css";

export type { IconName } from "./icons";

interface Props {
  name: IconName;
  /** Pixels; 24 unless told. 27 in the dock. */
  size?: number;
  /** What it says to whoever does not see it. Without one it is decoration. */
  label?: string;
  class?: string;
}

/** A line icon in the text's colour. */
export function Icon({ name, size = 24, label, class: extra = "" }: Props) {
  const { line, dot, turn, bold = 2.1 } = drawingOf(name);
  return (
    <svg
      class={`icon ${extra}`}
      viewBox="0 0 24 24"
      width={size}
      height={size}
      stroke-width={bold}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : "true"}
    >
      <g transform={turn ? `rotate(${turn} 12 12)` : undefined}>
        <path d={line} />
        {dot && <path class="icon-dot" d={dot} />}
      </g>
    </svg>
  );
}
