import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import "./dialog.css";
import "./sheet.css";

interface Props {
  open: boolean;
  title: string;
  children?: ComponentChildren;
  /** The safe action first, in yellow; the destructive one as plain text. */
  actions?: ComponentChildren;
  /**
   * Called on Escape, a press outside, or its own actions. What was typed inside is kept as a draft
   * (`draft.ts`).
   */
  onClose: () => void;
}

/** A dialog on a bound sheet; on the phone it slides up from below. */
export function Dialog({ open, title, children, actions, onClose }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const pressedBeside = useRef(false);
  // The browser fires `close` later, perhaps after this dialog has been opened again.
  const closedByUs = useRef(false);

  useEffect(() => {
    const dialog = ref.current;
    if (!dialog || dialog.open === open) return;
    if (open) dialog.showModal();
    else {
      closedByUs.current = true;
      dialog.close();
    }
  }, [open]);

  function end(): void {
    if (!closedByUs.current) onClose();
    closedByUs.current = false;
  }

  return (
    // The keyboard equivalent of a press outside is Escape.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <dialog
      ref={ref}
      class="dialog"
      aria-labelledby={heading}
      onClose={end}
      onPointerDown={(event) => {
        pressedBeside.current = event.target === ref.current;
      }}
      // Selecting text from inside to outside also ends in a click outside.
      onClick={(event) => pressedBeside.current && event.target === ref.current && onClose()}
    >
      {open && (
        <div class="dialog-sheet sheet sheet-bound">
          <h2 id={heading}>{title}</h2>
          {children}
          {actions && <div class="dialog-actions">{actions}</div>}
        </div>
      )}
    </dialog>
  );
}
