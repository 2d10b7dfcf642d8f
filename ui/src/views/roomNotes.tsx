import { useEffect, useState } from "preact/hooks";
import { Button } from "../components/button";
import { CountIn } from "../components/countIn";
import { Slip } from "../components/slip";
import { Waiting } from "../components/waiting";
import { t } from "../i18n";
import type { Room } from "../room/room";
import type { RoomState } from "../room/state";

/** A line that is back so soon was never away, in ms. */
const UNNOTICED = 700;

interface Props {
  room: Room;
  onEnd: () => void;
}

/** What has to be said over the sheet right now; one thing at a time. */
export function RoomNotes({ room, onEnd }: Props) {
  const state = room.state.value;
  const lost = useLost(room.connection.value.state !== "open");

  if (lost && state?.phase !== "kept") return <Lost room={room} />;
  switch (state?.phase) {
    case undefined:
    case "gathering":
      return <Wait />;
    case "counting_in":
      return state.paused ? (
        <Away room={room} state={state} onEnd={onEnd} />
      ) : (
        <CountIn seconds={Math.max(1, room.ticker.seconds.value ?? 3)} />
      );
    case "round":
      return state.paused ? <Away room={room} state={state} onEnd={onEnd} /> : null;
    case "finishing":
    case "kept":
      return null;
  }
}

function Lost({ room }: { room: Room }) {
  if (!room.state.value) return <Slip dot title={t("room.reconnecting")} />;
  const text = t(room.full.value ? "room.full" : "room.reconnectingText");
  return <Slip dot title={t("room.reconnecting")} text={text} />;
}

/** On a sheet that is still blank. */
function Wait() {
  return (
    <div class="room-wait">
      <Waiting />
    </div>
  );
}

/** The partner's seat is empty, and the clock stands still. */
function Away({ room, state, onEnd }: Props & { state: RoomState }) {
  const partner = state.seats.find((s) => s.seat !== room.you.value)?.name ?? "";
  const stuck = state.paused?.away.length === 0;
  const held = useSecondsUntil(room, state.paused?.grace_ends_at ?? null);
  const end = (
    <Button look="wash" size="small" onClick={onEnd}>
      {t("room.endNow")}
    </Button>
  );
  if (stuck) return <Slip title={t("room.stuck")} text={t("room.stuckText")} />;
  if (held > 0) {
    return (
      <Slip
        title={t("room.partnerAway", { partner })}
        text={t("room.partnerAwayText", { seconds: held })}
      >
        {end}
      </Slip>
    );
  }
  return (
    <Slip title={t("room.partnerGone", { partner })} text={t("room.partnerGoneText")}>
      <Button look="primary" size="small" onClick={() => room.ask({ type: "alone" })}>
        {t("room.goOnAlone")}
      </Button>
      {end}
    </Slip>
  );
}

function useLost(away: boolean): boolean {
  const [lost, setLost] = useState(false);
  useEffect(() => {
    if (!away) {
      setLost(false);
      return;
    }
    const timer = setTimeout(() => setLost(true), UNNOTICED);
    return () => clearTimeout(timer);
  }, [away]);
  return lost;
}

/** Whole seconds until a time of the server's clock; 0 for none or past. */
function useSecondsUntil(room: Room, at: number | null): number {
  const left = () => (at === null ? 0 : Math.max(0, Math.ceil((at - room.now()) / 1000)));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => setSeconds(left()), 250);
    return () => clearInterval(timer);
  }, [at]);
  return seconds;
}
