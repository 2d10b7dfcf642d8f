import { useRef, useState } from "preact/hooks";
import { type Seat, SeatEmblem } from "../../design/icons/seat";
import { lettersWide } from "./lettersWide";
import "./promptCard.css";

/** One page of the pad. */
export type PromptPage = {
  /** A new id turns the page. */
  id: string;
  /** The small line above. */
  kicker: string;
  /** A longer version of it, for wide screens. */
  longKicker?: string;
  words: string;
  /** A placeholder: it is replaced without the animation. */
  blank?: true;
};

/**
 * The pad with the prompt. The prompt is never truncated; a new page turns the old one up over the
 * rings.
 */
export function PromptCard({ seat, page }: { seat: Seat; page: PromptPage }) {
  const shown = useRef(page);
  const [turning, setTurning] = useState<PromptPage | null>(null);

  if (shown.current.id !== page.id && !shown.current.blank) {
    setTurning(shown.current);
  }
  shown.current = page;

  return (
    <div class={`prompt-card sheet sheet-bound seat-${seat}`}>
      <Face seat={seat} page={page} />
      {turning && turning.id !== page.id && (
        <div
          key={turning.id}
          class="prompt-turning sheet"
          aria-hidden="true"
          onAnimationEnd={() => setTurning(null)}
        >
          <Face seat={seat} page={turning} />
        </div>
      )}
    </div>
  );
}

function Face({ seat, page }: { seat: Seat; page: PromptPage }) {
  return (
    <div class="prompt-face">
      <p class="prompt-kicker">
        <SeatEmblem seat={seat} width={28} />
        <span class={page.longKicker ? "prompt-short" : ""}>{page.kicker}</span>
        {page.longKicker && <span class="prompt-long">{page.longKicker}</span>}
      </p>
      <h2 class="prompt-words" dir="auto" style={{ "--letters": lettersWide(page.words) }}>
        {page.words}
      </h2>
    </div>
  );
}
