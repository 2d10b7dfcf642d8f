import { type ReadonlySignal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Float } from "../room/room";
import { autoplay } from "./autoplay";
import type { Playback } from "./playback";
import { reactionsBetween } from "./timeline";

/**
 * A longer step than this between two frames, in ms of play, means that the player has moved the
 * replay.
 */
const MAX_FRAME_STEP = 2000;

/** Autoplays a drawing once when it is ready, unless the player prefers reduced motion. */
export function useAutoplay(playback: Playback | undefined): void {
  const ready = playback?.ready.value;
  useEffect(() => {
    if (playback && ready) return autoplay(playback);
  }, [playback, ready]);
}

export interface ReplayedReactions {
  floats: ReadonlySignal<readonly Float[]>;
  remove: (id: number) => void;
}

/** The reactions of a game, each at its time while the replay plays. */
export function useReactions(playback: Playback | undefined): ReplayedReactions {
  const floats = useMemo(() => signal<readonly Float[]>([]), []);
  useEffect(() => {
    if (!playback?.timeline) return;
    const { timeline } = playback;
    let before = playback.at.value;
    return playback.at.subscribe((at) => {
      const after = before;
      before = at;
      if (!playback.playing.value || at < after || at - after > MAX_FRAME_STEP) return;
      const sent = reactionsBetween(timeline, after, at);
      if (sent.length === 0) return;
      floats.value = [
        ...floats.value,
        ...sent.map(({ seq, seat, reaction }) => ({ id: seq, seat, kind: reaction })),
      ];
    });
  }, [playback, floats]);
  return {
    floats,
    remove: (id) => {
      floats.value = floats.value.filter((float) => float.id !== id);
    },
  };
}
