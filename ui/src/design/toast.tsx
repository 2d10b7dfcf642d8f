import { signal } from "@preact/signals";
import { Button } from "./form/button";
import "./toast.css";

interface Toast {
  text: string;
  action?: { word: string; run: () => void };
}

const shown = signal<Toast | null>(null);
const SHOWN_FOR = 5000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows one line at the edge of the page for five seconds; a newer one replaces it. */
export function toast(text: string, action?: Toast["action"]): void {
  clearTimeout(timer);
  shown.value = { text, action };
  timer = setTimeout(() => {
    shown.value = null;
  }, SHOWN_FOR);
}

/**
 * The place where toasts appear, once per page. It is at the top where the bottom is under the
 * player's thumb.
 */
export function Toasts({ top }: { top?: boolean }) {
  const current = shown.value;
  return (
    <div class={`toasts ${top ? "toasts-top" : ""}`} role="status">
      {current && (
        <div class="toast" key={current.text}>
          <TornEnd side="left" />
          <p class="toast-text">{current.text}</p>
          {current.action && (
            <Button
              variant="quiet"
              size="small"
              onClick={() => {
                shown.value = null;
                current.action?.run();
              }}
            >
              {current.action.word}
            </Button>
          )}
          <TornEnd side="right" />
        </div>
      )}
    </div>
  );
}

function TornEnd({ side }: { side: "left" | "right" }) {
  return (
    <svg
      class={`toast-end toast-end-${side}`}
      viewBox="0 0 12 52"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d="M12 1H5L2 9l5 7-5 8 4 7-4 8 5 6-2 6h7" vector-effect="non-scaling-stroke" />
    </svg>
  );
}
