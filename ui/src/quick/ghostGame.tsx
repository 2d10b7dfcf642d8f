import { useCallback, useEffect, useState } from "preact/hooks";
import { type Answer, api, ask, type Matched, type Wish } from "../api/client";
import { t } from "../i18n";
import { MatchedMoment } from "../match/matched";
import { introduce } from "../me/me";
import { FailurePage } from "../page/errorPages";
import { formatGhost } from "../page/ghost";
import { LoadingPage } from "../page/loadingPage";
import { Playing } from "./playing";

/** A game with a ghost, which begins at once. */
export function GhostGame({ wish }: { wish: Wish }) {
  const [answer, setAnswer] = useState<Answer<Matched>>();

  const start = useCallback(async () => {
    setAnswer(undefined);
    const known = await introduce();
    setAnswer(known.ok ? await ask(api.POST("/api/quick/ghost", { body: wish })) : known);
  }, [wish]);
  useEffect(() => void start(), [start]);

  if (!answer) return <LoadingPage />;
  if (answer.ok) {
    const { ghost } = answer.data;
    return (
      <MatchedMoment
        matched={answer.data}
        replace
        title={t("ghost.matched")}
        text={ghost && formatGhost("ghost.with", ghost)}
      />
    );
  }
  const { failure } = answer;
  if (failure.kind === "refused" && failure.room) return <Playing room={failure.room} />;
  return <FailurePage failure={failure} retry={start} />;
}
