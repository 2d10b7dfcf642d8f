import type { ComponentChildren } from "preact";
import { Sheet } from "../../design/sheet";
import { usePart } from "../../page/usePart";
import "./warmUp.css";

interface Props {
  title: string;
  /** The text below the title. */
  children: ComponentChildren;
}

/**
 * A sheet to draw on while waiting. Nobody sees it, and it is not kept. Pages that wait fetch what
 * draws on it, which is the room's, once they are shown.
 */
export function WarmUp({ title, children }: Props) {
  const part = usePart(() => import("./warmUpSheet"));

  return (
    <section class="warm-up">
      <header>
        <h2>{title}</h2>
        {children}
      </header>
      {part ? (
        <part.WarmUpSheet />
      ) : (
        <Sheet bound class="warm-up-sheet" paper="var(--sheet)">
          {null}
        </Sheet>
      )}
    </section>
  );
}
