import type { ComponentChildren } from "preact";
import "./card.css";

interface Props {
  children?: ComponentChildren;
  /** Which of the uneven corners, so that neighbours differ. */
  shape?: 1 | 2;
  class?: string;
}

/** An outline without a shadow: a thing people set. */
export function Card({ children, shape = 1, class: extra = "" }: Props) {
  return <div class={`card card-${shape} ${extra}`}>{children}</div>;
}
