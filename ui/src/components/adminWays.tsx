import { signOut } from "../admin/session";
import { t } from "../i18n";
import { Button } from "./button";
import { LanguageSwitch } from "./languageSwitch";
import "./adminWays.css";

const places = [
  { href: "/admin", word: "admin.title" },
  { href: "/admin/reports", word: "admin.reports" },
  { href: "/admin/prompts", word: "admin.prompts" },
  { href: "/admin/stats", word: "admin.stats" },
] as const;

/** The ways between the operator's views. */
export function AdminWays() {
  return (
    <nav class="admin-ways">
      {places.map(({ href, word }) => (
        <Button key={href} look="quiet" href={href}>
          {t(word)}
        </Button>
      ))}
      <LanguageSwitch />
      <Button look="quiet" onClick={signOut}>
        {t("admin.signOut")}
      </Button>
    </nav>
  );
}
