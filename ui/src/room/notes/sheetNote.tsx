import type { ComponentChildren } from "preact";
import "./sheetNote.css";

interface Props {
  title: string;
  text?: string;
  /** Shows a small pulsing dot, for notes about the connection. */
  dot?: boolean;
  /** At most two buttons. */
  children?: ComponentChildren;
}

/** A note at the sheet's upper edge. The player can draw below it. */
export function SheetNote({ title, text, dot, children }: Props) {
  return (
    <div class={`sheet-note ${dot ? "sheet-note-small" : ""}`}>
      {dot && <span class="sheet-note-dot" />}
      <div class="sheet-note-words">
        <p class="sheet-note-title">{title}</p>
        {text && <p class="sheet-note-text">{text}</p>}
      </div>
      {children && <div class="sheet-note-actions">{children}</div>}
    </div>
  );
}
