import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t, tn } from "../../i18n";
import type { Room } from "../room";

/** The remaining time is announced at these seconds. */
const ANNOUNCED_SECONDS = [10, 5];

/** Announces to screen readers: prompts, the clock, the partner leaving and coming back. */
export function RoomAnnouncer({ room }: { room: Room }) {
  const said = useSignal("");
  // Apart from the rest, so that a reaction does not replace a prompt before it is read out.
  const reaction = useSignal({ id: 0, text: "" });
  const before = useRef({ round: 0, phase: "", away: false });

  useSignalEffect(() => {
    const state = room.state.value;
    if (!state) return;
    const { round, phase, away } = before.current;
    const partner = state.seats.find((s) => s.seat !== room.you.peek());
    const isAway = partner?.here === false && state.phase === "round";
    before.current = { round: state.round, phase: state.phase, away: isAway };

    if (state.phase === "round" && state.round !== round) {
      const { rounds, prompt, round_seconds: seconds } = state;
      said.value = t("room.saidRound", { round: state.round, rounds, prompt, seconds });
    } else if (state.phase === "finishing" && phase !== "finishing") {
      said.value = t("room.saidFinish");
    } else if (isAway !== away && partner && state.phase === "round") {
      said.value = t(isAway ? "room.saidAway" : "room.saidBack", { partner: partner.name });
    }
  });

  useSignalEffect(() => {
    const seconds = room.ticker.seconds.value;
    if (seconds === null || !ANNOUNCED_SECONDS.includes(seconds)) return;
    if (room.state.peek()?.phase === "round") said.value = tn("room.secondsLeft", seconds);
  });

  useSignalEffect(() => {
    const newest = room.floats.value.at(-1);
    if (!newest || newest.seat === room.you.peek()) return;
    const name = room.state.peek()?.seats.find((s) => s.seat === newest.seat)?.name ?? "";
    const text = t("room.reacted", { name, reaction: t(`room.${newest.kind}`) });
    reaction.value = { id: newest.id, text };
  });

  const { id, text } = reaction.value;
  return (
    <>
      <p class="sr-only" aria-live="polite">
        {said}
      </p>
      <p class="sr-only" aria-live="polite">
        {/* A new element, so that the same reaction is announced a second time. */}
        <span key={id}>{text}</span>
      </p>
    </>
  );
}
