import { useCallback, useEffect, useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import { api, ask, type Failure, isPassing } from "../api/client";
import { useGo } from "../browser/go";
import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { t } from "../i18n";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import { LookingPage } from "../page/loadingPage";
import { createStandIn } from "./canvas/standIn";
import { inkOf } from "./line/browserInk";
import { Play } from "./roomPlay";

/** Whether the visitor may come in: asked first, so that a refusal is a page and not a dead socket. */
type Entrance =
  | { state: "asking" }
  | { state: "open"; lobby?: string }
  | { state: "closed"; failure: Failure };

/** A room, by its address. */
export default function RoomView() {
  const { id } = useRoute().params;
  const go = useGo();
  const [entrance, setEntrance] = useState<Entrance>({ state: "asking" });
  const [standIn] = useState(() => createStandIn(id));
  // Each time a page takes its seat is a life of its own, with a new pen.
  const [life, setLife] = useState(0);

  const knock = useCallback(async () => {
    const answer = await ask(api.GET("/api/rooms/{id}", { params: { path: { id } } }));
    if (!answer.ok) {
      const { failure } = answer;
      // Whoever is inside waits there for a server that is away: its ink is with it.
      setEntrance((now) =>
        now.state === "open" && isPassing(failure) ? now : { state: "closed", failure },
      );
    } else if (answer.data.state !== "live") {
      inkOf(id).clear();
      go(`/g/${id}`, true);
    } else setEntrance({ state: "open", lobby: answer.data.lobby });
  }, [id, go]);
  useEffect(() => void knock(), [knock]);

  switch (entrance.state) {
    case "asking":
      return <LookingPage />;
    case "closed":
      return <Closed failure={entrance.failure} retry={knock} />;
    case "open":
      return (
        <Play
          key={`${id} ${life}`}
          id={id}
          standIn={standIn}
          home={entrance.lobby ? `/l/${entrance.lobby}` : "/"}
          knock={knock}
          sitDown={() => setLife(life + 1)}
        />
      );
  }
}

function Closed({ failure, retry }: { failure: Failure; retry: () => void }) {
  const status = failure.kind === "refused" ? failure.status : 0;
  if (status === 401 || status === 403) {
    return <Stop title={t("room.notYours")} text={t("room.notYoursText")} />;
  }
  if (status === 404) return <Stop title={t("room.unknown")} text={t("room.unknownText")} />;
  return <FailurePage failure={failure} retry={retry} />;
}

function Stop({ title, text }: { title: string; text: string }) {
  return (
    <Page title={title}>
      <Blank doodle="lost" title={title} text={text}>
        <Button look="primary" href="/">
          {t("common.goHome")}
        </Button>
      </Blank>
    </Page>
  );
}
