import { type Playback, SPEEDS } from "./playback";
import { autoplaySpeed } from "./timeline";

/** How long the finished drawing is shown before it autoplays, in ms. */
const AUTOPLAY_DELAY = 1200;

/** Whether drawings may play by themselves: not when the visitor prefers reduced motion. */
export function mayAutoplay(): boolean {
  return !matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Sets the speed at which the whole game plays in about twenty seconds. */
export function setAutoplaySpeed({ timeline, speed, nextSpeed }: Playback): void {
  if (!timeline) return;
  const wanted = autoplaySpeed(timeline, SPEEDS);
  while (speed.value !== wanted) nextSpeed();
}

/** Plays a ready playback by itself a moment later, once. Returns what calls it off. */
export function autoplay(playback: Playback): (() => void) | undefined {
  const { timeline } = playback;
  if (!timeline || !mayAutoplay()) return;
  const timer = setTimeout(() => {
    // The player has already used the controls.
    if (playback.playing.value || playback.at.value < timeline.end) return;
    setAutoplaySpeed(playback);
    playback.toggle();
  }, AUTOPLAY_DELAY);
  return () => clearTimeout(timer);
}
