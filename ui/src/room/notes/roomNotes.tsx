import { useEffect, useState } from "preact/hooks";
import { Button } from "../../design/form/button";
import { Waiting } from "../../design/waiting";
import { t } from "../../i18n";
import type { Connection } from "../line/sockets";
import type { Room } from "../room";
import { CountIn } from "./countIn";
import { type Note, noteOf } from "./roomNote";
import { SheetNote } from "./sheetNote";

/** An interruption shorter than this is not shown, in ms. */
const SHORT_OUTAGE = 700;

/** Storing a drawing takes less than this, in ms, unless the database is away. */
const USUAL_STORE_TIME = 4000;

const OPEN: Connection = { state: "open" };

interface Props {
  room: Room;
  onEnd: () => void;
}

/** The note over the sheet. */
export function RoomNotes({ room, onEnd }: Props) {
  const connection = room.connection.value;
  const state = room.state.value;
  const lost = useLasting(connection.state !== "open", SHORT_OUTAGE);
  const slow = useLasting(state?.phase === "finishing", USUAL_STORE_TIME);
  const note = noteOf({
    connection: lost ? connection : OPEN,
    network: room.network.value,
    full: room.full.value,
    slow: slow || room.slow.value,
    state,
    you: room.you.value,
  });

  return (
    <>
      <div role="status">
        <ConnectionNote note={note} safe={room.safe.value} />
      </div>
      <GameNote note={note} room={room} onEnd={onEnd} />
    </>
  );
}

/** Notes about the connection. Screen readers announce them. */
function ConnectionNote({ note, safe }: { note: Note | undefined; safe: boolean }) {
  // Without storage in the browser, unsent ink is lost with the page.
  const withWarning = (text: string) => (safe ? text : `${text} ${t("room.unsafe")}`);
  switch (note?.say) {
    case "late":
      return (
        <SheetNote
          dot
          title={t(`room.${note.why}`)}
          text={note.drawing ? withWarning(t(`room.${note.why}Text`)) : undefined}
        />
      );
    case "full":
      return <SheetNote title={t("room.full")} text={withWarning(t("room.fullText"))} />;
    case "held":
      return <SheetNote title={t("room.held")} />;
    case "stuck":
      return <SheetNote title={t("room.stuck")} text={withWarning(t("room.stuckText"))} />;
    default:
      return null;
  }
}

function GameNote({ note, room, onEnd }: Props & { note: Note | undefined }) {
  switch (note?.say) {
    case "waiting":
      return (
        <div class="room-wait">
          <Waiting />
        </div>
      );
    case "counting":
      return <CountIn seconds={Math.max(1, room.ticker.seconds.value ?? 3)} />;
    case "away":
      return <PartnerAway room={room} {...note} onEnd={onEnd} />;
    case "gone":
      return <PartnerGone room={room} {...note} onEnd={onEnd} />;
    case "yourTurn":
      return (
        <SheetNote
          title={t("room.yourTurn")}
          text={t("room.yourTurnText", { partner: note.partner })}
        />
      );
    case "idle":
      return (
        <SheetNote
          title={t("room.partnerIdle", { partner: note.partner })}
          text={t("room.partnerIdleText")}
        >
          <EndButton onEnd={onEnd} />
        </SheetNote>
      );
    default:
      return null;
  }
}

type PartnerAwayProps = Props &
  Pick<Extract<Note, { say: "away" }>, "partner" | "until" | "mayEnd">;

/** The partner is away, their seat is held, and the clock is paused. */
function PartnerAway({ room, partner, until, mayEnd, onEnd }: PartnerAwayProps) {
  const seconds = Math.max(1, useSecondsUntil(room, until));
  return (
    <SheetNote
      title={t("room.partnerAway", { partner })}
      text={t(mayEnd ? "room.partnerAwayText" : "room.partnerSlowText", { partner, seconds })}
    >
      {mayEnd && <EndButton onEnd={onEnd} />}
    </SheetNote>
  );
}

/** The end of the game is announced when this many seconds are left. */
const ENDS_SOON_SECONDS = 60;

type PartnerGoneProps = Props & Pick<Extract<Note, { say: "gone" }>, "partner" | "until">;

/** The partner is gone, and the player may choose what to do. */
function PartnerGone({ room, partner, until, onEnd }: PartnerGoneProps) {
  const seconds = Math.max(1, useSecondsUntil(room, until));
  return (
    <SheetNote
      title={t("room.partnerGone", { partner })}
      text={
        seconds > ENDS_SOON_SECONDS
          ? t("room.partnerGoneText")
          : t("room.partnerGoneSoonText", { seconds })
      }
    >
      <Button variant="primary" size="small" onClick={() => room.send({ type: "alone" })}>
        {t("room.goOnAlone")}
      </Button>
      <EndButton onEnd={onEnd} />
    </SheetNote>
  );
}

function EndButton({ onEnd }: Pick<Props, "onEnd">) {
  return (
    <Button variant="wash" size="small" onClick={onEnd}>
      {t("room.endNow")}
    </Button>
  );
}

/** Whether a condition has held for this many ms. */
function useLasting(is: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!is) {
      setLasting(false);
      return;
    }
    const timer = setTimeout(() => setLasting(true), ms);
    return () => clearTimeout(timer);
  }, [is, ms]);
  return lasting;
}

/** Whole seconds until a time of the server's clock. */
function useSecondsUntil(room: Room, at: number): number {
  const left = () => Math.ceil((at - room.now()) / 1000);
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => setSeconds(left()), 250);
    return () => clearInterval(timer);
  }, [at]);
  return seconds;
}
