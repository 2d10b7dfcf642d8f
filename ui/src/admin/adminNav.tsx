import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Button } from "../design/form/button";
import { t } from "../i18n";
import { LanguageSwitch } from "../page/languageSwitch";
import { signOut } from "./session";
import "./adminNav.css";

const pages = [
  { href: "admin", word: "admin.title" },
  { href: "admin/lobbies", word: "admin.lobbies" },
  { href: "admin/players", word: "admin.players" },
  { href: "admin/prompts", word: "admin.prompts" },
  { href: "admin/gallery", word: "admin.gallery" },
  { href: "admin/reports", word: "admin.reports" },
  { href: "admin/stats", word: "admin.stats" },
  { href: "admin/audit", word: "admin.audit" },
] as const;

/** The navigation between the operator's pages. */
export function AdminNav() {
  const { path } = useLocation();
  const nav = useRef<HTMLElement>(null);
  const here = path.startsWith("/admin/games/") ? "admin" : path.slice(1);

  // On the phone the current link may be scrolled out of view.
  useEffect(() => {
    const current = nav.current?.querySelector<HTMLElement>(`[href="${here}"]`);
    if (nav.current && current)
      nav.current.scrollLeft = current.offsetLeft - nav.current.offsetLeft;
  }, [here]);

  return (
    <div class="admin-nav">
      <nav ref={nav} aria-label={t("admin.navigation")}>
        {pages.map(({ href, word }) => (
          <a key={href} href={href} aria-current={here === href ? "page" : undefined}>
            {t(word)}
          </a>
        ))}
      </nav>
      <LanguageSwitch />
      <Button variant="quiet" onClick={signOut}>
        {t("admin.signOut")}
      </Button>
    </div>
  );
}
