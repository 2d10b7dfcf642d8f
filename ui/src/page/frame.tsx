import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { TopBar } from "./topBar";
import "./frame.css";

let isFirstPage = true;

interface Props {
  /** The tab's title, before "Tandem". */
  title?: string;
  /** Buttons and links at the right of the bar. */
  actions?: ComponentChildren;
  /** The height of the logo, in px. */
  logo?: number;
  children?: ComponentChildren;
  class?: string;
}

/** A view below the top bar. It takes the focus after a navigation, not after a page load. */
export function Page({ title, actions, logo, children, class: extra = "" }: Props) {
  const main = useRef<HTMLElement>(null);

  useEffect(() => {
    document.title = title ? `${title} · Tandem` : "Tandem";
  }, [title]);

  useEffect(() => {
    if (!isFirstPage) main.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);

  return (
    <div class={`page ${extra}`}>
      <TopBar logo={logo}>{actions}</TopBar>
      <main ref={main} tabIndex={-1} aria-label={title}>
        {children}
      </main>
    </div>
  );
}
