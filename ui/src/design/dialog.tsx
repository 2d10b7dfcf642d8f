import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import "./dialog.css";
import "./sheet.css";

interface Props {
  open: boolean;
  title: string;
  children?: ComponentChildren;
  /** The safe action first, and sun; the destructive one in words. */
  actions?: ComponentChildren;
  /** Escape, a press beside it, or its own actions. What was typed inside is a draft, and stays (`draft.ts`). */
  onClose: () => void;
}

/** A bound sheet above the page; on the phone it comes from below. */
export function Dialog({ open, title, children, actions, onClose }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const pressedBeside = useRef(false);
  // The browser tells of a dialog's end later: of this one's, when it is open again perhaps.
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
    // A press beside the sheet has a key of its own: Escape.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <dialog
      ref={ref}
      class="dialog"
      aria-labelledby={heading}
      onClose={end}
      onPointerDown={(event) => {
        pressedBeside.current = event.target === ref.current;
      }}
      // Text that is selected from inside to outside ends in a click beside the sheet, too.
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
