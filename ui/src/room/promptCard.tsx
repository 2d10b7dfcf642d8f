import { useRef, useState } from "preact/hooks";
import { Mark, type Seat } from "../design/icons/marks";
import "./promptCard.css";

/** One page of the pad. */
export type PromptPage = {
  /** Another one turns the page. */
  id: string;
  /** The small line above. */
  kicker: string;
  /** The same, where there is room for more. */
  longKicker?: string;
  words: string;
  /** It was never a page of the pad: it makes way without turning. */
  blank?: true;
};

/** The pad with the prompt, which is never cut: a new page turns the old one up over the rings. */
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
        <Mark seat={seat} width={28} />
        <span class={page.longKicker ? "prompt-short" : ""}>{page.kicker}</span>
        {page.longKicker && <span class="prompt-long">{page.longKicker}</span>}
      </p>
      <h2 class="prompt-words" dir="auto" style={{ "--letters": page.words.length }}>
        {page.words}
      </h2>
    </div>
  );
}
