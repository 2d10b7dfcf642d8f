import { Button } from "../design/form/button";
import { t } from "../i18n";
import "./earlyButton.css";

interface Props {
  /** Whether the player, and the partner, wants to go on. */
  you: boolean;
  partner: boolean;
  partnerName: string;
  /** It is the last round: going on ends the game. */
  last: boolean;
  onAgree: () => void;
}

/** Lets both players agree to go on before the time is up. */
export function EarlyButton({ you, partner, partnerName, last, onAgree }: Props) {
  if (you) return <p class="early-asked">{t("room.earlyAsked", { partner: partnerName })}</p>;
  if (!partner) {
    return (
      <button type="button" class="early-quiet" onClick={onAgree}>
        {t(last ? "room.earlyLast" : "room.early")}
      </button>
    );
  }
  return (
    <div class="early-agree">
      <p class="early-agree-words" role="status">
        {t(last ? "room.earlyAgreeLast" : "room.earlyAgree", { partner: partnerName })}
      </p>
      <Button variant="primary" size="small" onClick={onAgree}>
        {t(last ? "room.earlyYesLast" : "room.earlyYes")}
      </Button>
    </div>
  );
}
