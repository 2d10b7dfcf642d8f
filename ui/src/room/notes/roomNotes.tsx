import { useEffect, useState } from "preact/hooks";
import { Button } from "../../design/form/button";
import { Waiting } from "../../design/waiting";
import { t } from "../../i18n";
import type { Connection } from "../line/connection";
import type { Room } from "../room";
import { CountIn } from "./countIn";
import { type Note, noteOf } from "./roomNote";
import { Slip } from "./slip";

/** A line that is back so soon was never away, in ms. */
const UNNOTICED = 700;

/** A drawing is kept within this, in ms, unless the database is away. */
const SOON_KEPT = 4000;

const OPEN: Connection = { state: "open" };

interface Props {
  room: Room;
  onEnd: () => void;
}

/** What has to be said over the sheet right now. */
export function RoomNotes({ room, onEnd }: Props) {
  const connection = room.connection.value;
  const state = room.state.value;
  const lost = useLasting(connection.state !== "open", UNNOTICED);
  const slow = useLasting(state?.phase === "finishing", SOON_KEPT);
  const note = noteOf({
    connection: lost ? connection : OPEN,
    network: room.network.value,
    full: room.full.value,
    slow,
    state,
    you: room.you.value,
  });

  return (
    <>
      <div role="status">
        <Trouble note={note} safe={room.safe.value} />
      </div>
      <Pause note={note} room={room} onEnd={onEnd} />
    </>
  );
}

/** The line's own troubles, which are said aloud, too. */
function Trouble({ note, safe }: { note: Note | undefined; safe: boolean }) {
  // What waits in this page waits in no other place.
  const waits = (text: string) => (safe ? text : `${text} ${t("room.unsafe")}`);
  switch (note?.say) {
    case "lost":
      return (
        <Slip
          dot
          title={t(`room.${note.why}`)}
          text={note.drawing ? waits(t(`room.${note.why}Text`)) : undefined}
        />
      );
    case "full":
      return <Slip title={t("room.full")} text={waits(t("room.fullText"))} />;
    case "keeping":
      return <Slip dot title={t("room.keeping")} text={t("room.keepingText")} />;
    case "stuck":
      return <Slip title={t("room.stuck")} text={waits(t("room.stuckText"))} />;
    default:
      return null;
  }
}

function Pause({ note, room, onEnd }: Props & { note: Note | undefined }) {
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
      return <Away room={room} {...note} onEnd={onEnd} />;
    case "gone":
      return <Gone room={room} {...note} onEnd={onEnd} />;
    case "yourTurn":
      return (
        <Slip title={t("room.yourTurn")} text={t("room.yourTurnText", { partner: note.partner })} />
      );
    case "idle":
      return (
        <Slip
          title={t("room.partnerIdle", { partner: note.partner })}
          text={t("room.partnerIdleText")}
        >
          <EndButton onEnd={onEnd} />
        </Slip>
      );
    default:
      return null;
  }
}

type AwayProps = Props & Pick<Extract<Note, { say: "away" }>, "partner" | "until" | "mayEnd">;

/** The partner's seat is empty and held, and the clock stands still. */
function Away({ room, partner, until, mayEnd, onEnd }: AwayProps) {
  const seconds = Math.max(1, useSecondsUntil(room, until));
  return (
    <Slip
      title={t("room.partnerAway", { partner })}
      text={t(mayEnd ? "room.partnerAwayText" : "room.partnerSlowText", { partner, seconds })}
    >
      {mayEnd && <EndButton onEnd={onEnd} />}
    </Slip>
  );
}

/** From so many seconds on it is said that the game is about to end. */
const LAST_CALL = 60;

type GoneProps = Props & Pick<Extract<Note, { say: "gone" }>, "partner" | "until">;

/** The partner's seat is empty, and the one who is left may choose. */
function Gone({ room, partner, until, onEnd }: GoneProps) {
  const seconds = Math.max(1, useSecondsUntil(room, until));
  return (
    <Slip
      title={t("room.partnerGone", { partner })}
      text={
        seconds > LAST_CALL ? t("room.partnerGoneText") : t("room.partnerGoneSoonText", { seconds })
      }
    >
      <Button look="primary" size="small" onClick={() => room.ask({ type: "alone" })}>
        {t("room.goOnAlone")}
      </Button>
      <EndButton onEnd={onEnd} />
    </Slip>
  );
}

function EndButton({ onEnd }: Pick<Props, "onEnd">) {
  return (
    <Button look="wash" size="small" onClick={onEnd}>
      {t("room.endNow")}
    </Button>
  );
}

/** Whether something has been so for so many ms. */
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
