import { FilterChip } from "../design/chip";
import { Icon } from "../design/icons/icon";
import { SeatEmblem } from "../design/icons/seat";
import { t } from "../i18n";
import { type Playback, SPEEDS } from "./playback";
import { formatClock, roundAt, STEP, shareAt, sliderMax, type Timeline } from "./timeline";
import "./words";
import "./scrubber.css";

interface Props {
  playback: Playback;
  timeline: Timeline;
  names: readonly [string, string];
}

/**
 * The controls of a replay: a track per seat, divided into rounds, with a thumb; play, speed, whose
 * ink is shown, and whether it is tinted.
 */
export function Scrubber({ playback, timeline, names }: Props) {
  const at = playback.at.value;
  const share = shareAt(timeline, at);
  const shown = playback.shown.value;
  const tinted = playback.tinted.value;
  const playing = playback.playing.value;
  const { start, rounds } = timeline;
  const percent = `${(share * 100).toFixed(2)}%`;

  return (
    <div class="scrubber" style={{ "--share": percent }}>
      <button
        type="button"
        class="scrubber-play"
        aria-label={t(playing ? "reveal.pause" : "reveal.play")}
        disabled={!playback.ready.value}
        onClick={playback.toggle}
      >
        <Icon name={playing ? "pause" : "play"} size={24} />
      </button>

      <div class="scrubber-tracks">
        {([1, 2] as const).map((seat) => (
          <div
            key={seat}
            class={`scrubber-track seat-${seat} ${shown !== 0 && shown !== seat ? "scrubber-hidden" : ""}`}
          >
            <Segments timeline={timeline} />
            <div class="scrubber-played">
              <Segments timeline={timeline} />
            </div>
          </div>
        ))}
        <span class="scrubber-thumb" />
        <input
          class="scrubber-range"
          type="range"
          min={start}
          max={sliderMax(timeline)}
          step={STEP}
          value={at}
          aria-label={t("reveal.scrub")}
          aria-valuetext={t("reveal.at", {
            round: roundAt(timeline, at),
            time: formatClock(at - start),
          })}
          onInput={(event) => playback.seek(event.currentTarget.valueAsNumber)}
        />
        <ol class="scrubber-numbers" aria-hidden="true">
          {rounds.map(({ from, to }, i) => (
            <li key={from} style={{ flexGrow: to - from }}>
              {i + 1}
            </li>
          ))}
        </ol>
      </div>

      <button
        type="button"
        class="chip chip-filter chip-ink scrubber-speed"
        aria-label={t("reveal.speed", { speed: playback.speed.value })}
        title={SPEEDS.map((speed) => `${speed}×`).join(" ")}
        onClick={playback.nextSpeed}
      >
        {playback.speed.value}×
      </button>
      <fieldset class="scrubber-only">
        <legend class="sr-only">{t("reveal.whose")}</legend>
        {([1, 2] as const).map((seat) => (
          <FilterChip
            key={seat}
            chosen={shown === seat}
            label={t("reveal.only", { name: names[seat - 1] })}
            class={`seat-${seat} scrubber-seat`}
            onClick={() => playback.showOnly(shown === seat ? 0 : seat)}
          >
            <SeatEmblem seat={seat} width={28} />
            <bdi class="scrubber-name">{t("reveal.onlyShort", { name: names[seat - 1] })}</bdi>
          </FilterChip>
        ))}
        <FilterChip
          chosen={tinted}
          label={t("reveal.tint")}
          class="scrubber-tint"
          onClick={() => playback.tint(!tinted)}
        >
          {([1, 2] as const).map((seat) => (
            <span key={seat} class={`seat-${seat}`}>
              <SeatEmblem seat={seat} width={20} />
            </span>
          ))}
        </FilterChip>
      </fieldset>
    </div>
  );
}

function Segments({ timeline }: { timeline: Timeline }) {
  return timeline.rounds.map(({ from, to }) => (
    <span key={from} class="scrubber-segment" style={{ flexGrow: to - from }} />
  ));
}
