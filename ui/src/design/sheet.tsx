import type { ComponentChildren, CSSProperties } from "preact";
import "./sheet.css";

interface Props {
  children?: ComponentChildren;
  /** Binding wire along the upper edge: for sheets that turn. */
  bound?: boolean;
  /** Shows pages below it: for finished drawings. */
  pages?: boolean;
  /** Tilted; at most one element per screen is. */
  tilted?: "left" | "right";
  /** The paper's colour, as CSS; by default the page's. */
  paper?: string;
  class?: string;
  style?: CSSProperties;
}

/** Paper with a shadow, for things that people make. Its content keeps clear of the wire. */
export function Sheet({ children, bound, pages, tilted, paper, class: extra = "", style }: Props) {
  const name = [
    "sheet",
    bound && "sheet-bound",
    pages && "sheet-pages",
    tilted && `sheet-tilted-${tilted}`,
    extra,
  ]
    .filter(Boolean)
    .join(" ");
  return (
    <div class={name} style={paper ? { ...style, "--own-paper": paper } : style}>
      {children}
    </div>
  );
}
