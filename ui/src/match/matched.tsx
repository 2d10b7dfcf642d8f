import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Matched } from "../api/client";
import { SeatName } from "../design/icons/marks";
import { Sheet } from "../design/sheet";
import { t } from "../i18n";
import { myName } from "../me/me";
import { Page } from "../page/frame";
import "./matched.css";

/** How long one sees whom one draws with, before the room opens. */
const momentFor = 1800;

interface Props {
  matched: Matched;
  /** The room takes this view's place in the browser's history: nobody comes Back to a wait that is over. */
  instead?: boolean;
}

/** Whom one draws with, for a moment; then the room. */
export function MatchedMoment({ matched, instead }: Props) {
  const { route } = useLocation();
  useEffect(() => {
    const go = () => route(`/r/${matched.room}`, instead);
    // Nobody sees the moment, and timers of a hidden page may take a minute.
    if (document.visibilityState === "hidden") return go();
    const timer = setTimeout(go, momentFor);
    return () => clearTimeout(timer);
  }, [matched.room]);

  const names =
    matched.seat === 1 ? [myName.value, matched.partner] : [matched.partner, myName.value];
  return (
    <Page title={t("lobby.matched", { name: matched.partner })}>
      <Sheet bound class="matched-moment">
        <div role="status">
          <h1>{t("lobby.matched", { name: matched.partner })}</h1>
          <p>{t("lobby.matchedText")}</p>
        </div>
        <p class="matched-pair">
          <SeatName seat={1} name={names[0]} />
          <SeatName seat={2} name={names[1]} />
        </p>
      </Sheet>
    </Page>
  );
}
