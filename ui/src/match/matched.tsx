import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Matched } from "../api/client";
import { SeatName } from "../design/icons/seat";
import { Sheet } from "../design/sheet";
import { t } from "../i18n";
import { myName } from "../me/me";
import { Page } from "../page/frame";
import "./matched.css";

/** How long the partner's name is shown before the room opens, in ms. */
const MOMENT = 1800;

interface Props {
  matched: Matched;
  /**
   * The room replaces this view in the browser's history, so that Back does not lead to a finished
   * wait.
   */
  replace?: boolean;
  /** What is said instead of the usual words. */
  title?: string;
  text?: string;
}

/** Shows the partner's name for a moment, then opens the room. */
export function MatchedMoment({
  matched,
  replace,
  title = t("lobby.matched", { name: matched.partner }),
  text = t("lobby.matchedText"),
}: Props) {
  const { route } = useLocation();
  useEffect(() => {
    const go = () => route(`r/${matched.room}`, replace);
    // The page is hidden, where timers may take a minute.
    if (document.visibilityState === "hidden") return go();
    const timer = setTimeout(go, MOMENT);
    return () => clearTimeout(timer);
  }, [matched.room]);

  const names =
    matched.seat === 1 ? [myName.value, matched.partner] : [matched.partner, myName.value];
  return (
    <Page title={title}>
      <Sheet bound class="matched-moment">
        <div role="status">
          <h1>{title}</h1>
          <p>{text}</p>
        </div>
        <p class="matched-pair">
          <SeatName seat={1} name={names[0]} />
          <SeatName seat={2} name={names[1]} />
        </p>
      </Sheet>
    </Page>
  );
}
