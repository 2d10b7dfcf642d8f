/** What plays a recording in the embed, connected to its controls. */
import { fromHex } from "../ink/palette";
import { autoplay, setAutoplaySpeed } from "../replay/autoplay";
import { createPlayback, type Playback } from "../replay/playback";
import { formatClock, roundAt, STEP, shareAt, sliderMax, type Timeline } from "../replay/timeline";
import type { Parts } from "./parts";

export interface Player {
  /** Plays or pauses. */
  toggle(): void;
  /** Plays once by itself, unless the visitor prefers reduced motion. */
  autoplay(): void;
}

/** Creates the player of a recording; resolves when it is ready to play. */
export async function createPlayer(stream: Uint8Array, parts: Parts): Promise<Player> {
  const { replay, canvas, picture } = parts;
  const playback = await createPlayback(stream, fromHex(replay.dataset.paper ?? ""), canvas);
  await new Promise<void>((done) => {
    playback.ready.subscribe((ready) => ready && done());
  });
  canvas.hidden = false;
  picture.hidden = true;
  if (playback.timeline) connect(playback, playback.timeline, parts);
  setAutoplaySpeed(playback);
  return { toggle: playback.toggle, autoplay: () => autoplay(playback) };
}

function connect(playback: Playback, timeline: Timeline, parts: Parts): void {
  const { replay, play, tracks, range } = parts;
  const { start } = timeline;
  const { play: playWord, pause: pauseWord, at: atWords } = replay.dataset;

  for (const track of tracks.querySelectorAll(".scrubber-track")) {
    const played = document.createElement("div");
    played.className = "scrubber-played";
    played.append(...segmentsOf(timeline));
    track.replaceChildren(...segmentsOf(timeline), played);
  }

  range.min = String(start);
  range.max = String(sliderMax(timeline));
  range.step = String(STEP);
  range.disabled = false;
  range.addEventListener("input", () => playback.seek(range.valueAsNumber));

  playback.at.subscribe((at) => {
    range.valueAsNumber = at;
    range.ariaValueText = (atWords ?? "")
      .replace("{round}", String(roundAt(timeline, at)))
      .replace("{time}", formatClock(at - start));
    tracks.style.setProperty("--share", `${(shareAt(timeline, at) * 100).toFixed(2)}%`);
  });
  playback.playing.subscribe((playing) => {
    play.ariaLabel = (playing ? pauseWord : playWord) ?? "";
    play.classList.toggle("embed-playing", playing);
  });
}

/** An element for each round, as wide as it was long. */
function segmentsOf({ rounds }: Timeline): HTMLElement[] {
  return rounds.map(({ from, to }) => {
    const segment = document.createElement("span");
    segment.className = "scrubber-segment";
    segment.style.flexGrow = String(to - from);
    return segment;
  });
}
