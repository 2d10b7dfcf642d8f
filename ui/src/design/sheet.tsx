import type { ComponentChildren, CSSProperties } from "preact";
import "./sheet.css";

interface Props {
  children?: ComponentChildren;
  /** Wire along its upper edge: for sheets that turn. */
  bound?: boolean;
  /** Shows the pages below: a finished drawing. */
  pages?: boolean;
  /** The one tilted thing of a screen. */
  tilted?: "left" | "right";
  /** Its own paper, as CSS; the page's paper unless told. */
  paper?: string;
  class?: string;
  style?: CSSProperties;
}

/** Paper with a shadow: a thing people make. Its inside keeps clear of the wire by itself. */
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
