import { t } from "../../i18n";
import type { Seat } from "../line/state";
import "./secretCard.css";

/** The partner's prompt, face down. It is the only tilted element of the room. */
export function SecretCard({ seat, name }: { seat: Seat; name: string }) {
  return (
    <div class={`secret-card seat-${seat}`}>
      <p class="secret-words">{t("room.secret", { partner: name })}</p>
    </div>
  );
}
