import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { TopBar } from "./topBar";
import "./frame.css";

let isFirst = true;

interface Props {
  /** What the tab says, before "Tandem". */
  title?: string;
  /** The ways on at the right of the bar. */
  ways?: ComponentChildren;
  /** Height of the logo. */
  logo?: number;
  children?: ComponentChildren;
  class?: string;
}

/** A view with the bar above. A view that was gone to, not loaded, takes the focus. */
export function Page({ title, ways, logo, children, class: extra = "" }: Props) {
  const main = useRef<HTMLElement>(null);

  useEffect(() => {
    document.title = title ? `${title} · Tandem` : "Tandem";
  }, [title]);

  useEffect(() => {
    if (!isFirst) main.current?.focus({ preventScroll: true });
    isFirst = false;
  }, []);

  return (
    <div class={`page ${extra}`}>
      <TopBar logo={logo}>{ways}</TopBar>
      <main ref={main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
