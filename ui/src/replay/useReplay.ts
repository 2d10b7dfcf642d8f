import { type ReadonlySignal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Float } from "../room/room";
import { type Player, SPEEDS } from "./player";
import { ownSpeed, reactionsBetween } from "./timeline";

/** The finished drawing is seen for so long before it plays by itself, in ms. */
const FIRST_LOOK = 1200;

/** Between two frames a replay goes no further than this, in ms of play; else somebody moved it. */
const STRIDE = 2000;

/** Plays a drawing once by itself, as soon as it is there; not for who wants less motion. */
export function useOwnPlay(player: Player | undefined): void {
  const ready = player?.ready.value;
  useEffect(() => {
    if (!player?.timeline || !ready) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const { timeline } = player;
    const timer = setTimeout(() => {
      // Somebody was quicker.
      if (player.playing.value || player.at.value < timeline.end) return;
      const speed = ownSpeed(timeline, SPEEDS);
      while (player.speed.value !== speed) player.faster();
      player.toggle();
    }, FIRST_LOOK);
    return () => clearTimeout(timer);
  }, [player, ready]);
}

export interface ReplayedReactions {
  floats: ReadonlySignal<readonly Float[]>;
  gone: (id: number) => void;
}

/** The reactions of a game, each at its moment while the replay plays. */
export function useReactions(player: Player | undefined): ReplayedReactions {
  const floats = useMemo(() => signal<readonly Float[]>([]), []);
  useEffect(() => {
    if (!player?.timeline) return;
    const { timeline } = player;
    let before = player.at.value;
    return player.at.subscribe((at) => {
      const after = before;
      before = at;
      if (!player.playing.value || at < after || at - after > STRIDE) return;
      const sent = reactionsBetween(timeline, after, at);
      if (sent.length === 0) return;
      floats.value = [
        ...floats.value,
        ...sent.map(({ seq, seat, reaction }) => ({ id: seq, seat, kind: reaction })),
      ];
    });
  }, [player, floats]);
  return {
    floats,
    gone: (id) => {
      floats.value = floats.value.filter((float) => float.id !== id);
    },
  };
}
