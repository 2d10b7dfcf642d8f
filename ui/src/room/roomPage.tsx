import { useCallback, useEffect, useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import { api, ask, type Failure, isTemporary } from "../api/client";
import { useGo } from "../browser/go";
import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { t } from "../i18n";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import type { GhostLines } from "../page/ghost";
import { LoadingPage } from "../page/loadingPage";
import { createStandIn } from "./canvas/standIn";
import { savedInkOf } from "./line/browserInk";
import { Play } from "./roomPlay";
import "../page/otherViews";

/**
 * Whether the visitor may enter. The page asks first, so that a refusal is a page of its own and
 * not a dead socket.
 */
type Entrance =
  | { state: "asking" }
  | { state: "open"; lobby?: string; ghost?: GhostLines }
  | { state: "closed"; failure: Failure };

/** A room, by its address. */
export default function RoomView() {
  const { id } = useRoute().params;
  const go = useGo();
  const [entrance, setEntrance] = useState<Entrance>({ state: "asking" });
  const [standIn] = useState(() => createStandIn(id));
  // Each time the page takes its seat, the room is opened anew, with a new pen.
  const [opening, setOpening] = useState(0);

  const checkEntrance = useCallback(async () => {
    const answer = await ask(api.GET("/api/rooms/{id}", { params: { path: { id } } }));
    if (!answer.ok) {
      const { failure } = answer;
      // A player in the room waits there while the server is away, because the page holds unsent
      // ink.
      setEntrance((now) =>
        now.state === "open" && isTemporary(failure) ? now : { state: "closed", failure },
      );
    } else if (answer.data.state !== "live") {
      savedInkOf(id).clear();
      go(`g/${id}`, true);
    } else {
      const { lobby, ghost } = answer.data;
      const words = ghost && (await import("../page/ghost").catch(() => undefined));
      setEntrance({ state: "open", lobby, ghost: ghost && words?.ghostLines(ghost) });
    }
  }, [id, go]);
  useEffect(() => void checkEntrance(), [checkEntrance]);

  switch (entrance.state) {
    case "asking":
      return <LoadingPage />;
    case "closed":
      return <EntranceRefused failure={entrance.failure} retry={checkEntrance} />;
    case "open":
      return (
        <Play
          key={`${id} ${opening}`}
          id={id}
          standIn={standIn}
          ghost={entrance.ghost}
          lobby={entrance.lobby}
          checkEntrance={checkEntrance}
          restart={() => setOpening(opening + 1)}
        />
      );
  }
}

function EntranceRefused({ failure, retry }: { failure: Failure; retry: () => void }) {
  const status = failure.kind === "refused" ? failure.status : 0;
  if (status === 401 || status === 403) {
    return <RefusalPage title={t("room.notYours")} text={t("room.notYoursText")} />;
  }
  if (status === 404) return <RefusalPage title={t("room.unknown")} text={t("room.unknownText")} />;
  return <FailurePage failure={failure} retry={retry} />;
}

function RefusalPage({ title, text }: { title: string; text: string }) {
  return (
    <Page title={title}>
      <Blank doodle="lost" title={title} text={text}>
        <Button variant="primary" href="./">
          {t("common.goHome")}
        </Button>
      </Blank>
    </Page>
  );
}
