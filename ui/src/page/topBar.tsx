import type { ComponentChildren } from "preact";
import { Logo } from "../design/icons/logo";
import { t } from "../i18n";
import "./topBar.css";

/** The top bar of a page: the logo links home, the page's actions are at the right. */
export function TopBar({ children, logo = 44 }: { children?: ComponentChildren; logo?: number }) {
  return (
    <header class="top-bar">
      <a class="top-bar-home" href="./" aria-label={t("common.home")}>
        <Logo height={logo} />
      </a>
      <div class="top-bar-actions">{children}</div>
    </header>
  );
}
