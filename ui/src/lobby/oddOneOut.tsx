import { formatLength, t } from "../i18n";
import { useMsUntil } from "../page/useMsUntil";
import { usePart } from "../page/usePart";
import { WarmUp } from "../room/warmUp/warmUp";
import "./oddOneOut.css";

interface Props {
  /** The lobby's code. */
  code: string;
  /** When the others' games probably end, in ms since 1970. */
  ends: number;
}

/** For the player who is left over: how long the others still draw, and a sheet or a ghost meanwhile. */
export function OddOneOut({ code, ends }: Props) {
  const left = useMsUntil(ends);
  const part = usePart(() => import("./ghostMeanwhile"));
  return (
    <section class="odd-one-out">
      <WarmUp title={t("lobby.oddOneOut")}>
        <p>
          {left > 0
            ? t("lobby.othersDraw", { time: formatLength(left) })
            : t("lobby.othersAlmostDone")}
        </p>
        <p>{t("quick.warmUpText")}</p>
        {part && <part.GhostMeanwhile code={code} />}
      </WarmUp>
    </section>
  );
}
