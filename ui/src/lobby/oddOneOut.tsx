import { useEffect, useState } from "preact/hooks";
import { formatLength, t } from "../i18n";
import { WarmUp } from "../room/warmUp/warmUp";
import "./oddOneOut.css";

/** For the player who is left over: how long the others still draw, and a sheet meanwhile. */
export function OddOneOut({ ends }: { ends: number }) {
  const left = useMsUntil(ends);
  return (
    <section class="odd-one-out">
      <WarmUp title={t("lobby.oddOneOut")}>
        <p>
          {left > 0
            ? t("lobby.othersDraw", { time: formatLength(left) })
            : t("lobby.othersAlmostDone")}
        </p>
        <p>{t("quick.warmUpText")}</p>
      </WarmUp>
    </section>
  );
}

/** The ms until a time, updated every second. */
function useMsUntil(until: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return until - now;
}
