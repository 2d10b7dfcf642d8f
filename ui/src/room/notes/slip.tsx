import type { ComponentChildren } from "preact";
import "./slip.css";

interface Props {
  title: string;
  text?: string;
  /** The connection's small dot. */
  dot?: boolean;
  /** At most two ways on. */
  children?: ComponentChildren;
}

/** A note that hangs from the sheet's upper edge, and lets the hand draw below it. */
export function Slip({ title, text, dot, children }: Props) {
  return (
    <div class={`slip ${dot ? "slip-small" : ""}`}>
      {dot && <span class="slip-dot" />}
      <div class="slip-words">
        <p class="slip-title">{title}</p>
        {text && <p class="slip-text">{text}</p>}
      </div>
      {children && <div class="slip-ways">{children}</div>}
    </div>
  );
}
