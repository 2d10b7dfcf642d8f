import type { ComponentChildren } from "preact";
import "./card.css";

interface Props {
  children?: ComponentChildren;
  /** Which of the uneven corner shapes, so that neighbours differ. */
  shape?: 1 | 2;
  class?: string;
}

/** An outlined card without a shadow, for things that people set. */
export function Card({ children, shape = 1, class: extra = "" }: Props) {
  return <div class={`card card-${shape} ${extra}`}>{children}</div>;
}
