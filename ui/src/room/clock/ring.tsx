import type { ReadonlySignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t, tn } from "../../i18n";
import type { Countdown } from "./ticker";
import "./ring.css";

interface Props {
  countdown: ReadonlySignal<Countdown | null>;
  seconds: ReadonlySignal<number | null>;
  /** The length of the phase, in ms. */
  length: number;
}

const RADIUS = 46;

/**
 * How often the ring moves, in ms: by a pixel or two. An animation would keep the page, and the
 * phone, at work 60 times a second for the whole game.
 */
const STEP = 250;

const LAST_SECONDS = 5;

/** A blob 80 wide, slightly out of register with the ring. */
const DISC =
  "M52.4 13.2A40.8 38 0 0 1 93.2 51.2 37.6 42 0 0 1 55.6 93.2 42.4 38 0 0 1 13.2 55.2 39.2 42 0 0 1 52.4 13.2Z";

/** A ring that shrinks around a disc with the seconds in it. */
export function Ring({ countdown, seconds, length }: Props) {
  const c = countdown.value;
  const n = seconds.value;
  const share = c && length > 0 ? Math.min(1, c.left / length) : 0;
  const last = c?.runs === true && n !== null && n > 0 && n <= LAST_SECONDS;
  const running = useRef<SVGCircleElement>(null);
  useLayoutEffect(() => {
    if (!c?.runs || length === 0) return;
    const run = () => {
      const left = Math.max(0, c.left - (performance.now() - c.at));
      running.current?.style.setProperty("stroke-dashoffset", String(1 - left / length));
    };
    run();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const timer = setInterval(run, still ? 1000 : STEP);
    return () => clearInterval(timer);
  }, [c, length]);
  const spoken = n === null ? t("room.stopped") : tn("room.secondsLeft", n);

  return (
    <div class={`ring ${last ? "ring-last" : ""}`} role="timer" aria-label={spoken}>
      <svg class="ring-lines" viewBox="0 0 100 100" aria-hidden="true">
        {/* A new key each second restarts the animation. */}
        {n !== null && <path key={last ? n : 0} class="ring-disc" d={DISC} />}
        <circle class="ring-track" cx="50" cy="50" r={RADIUS} />
        {c?.runs && (
          <circle ref={running} class="ring-arc" cx="50" cy="50" r={RADIUS} pathLength="1" />
        )}
        {c && !c.runs && <path class="ring-arc ring-arc-stopped" d={arc(share)} />}
      </svg>
      <span class="ring-number" aria-hidden="true">
        {n ?? ""}
      </span>
    </div>
  );
}

/** The path of an arc from the top, clockwise; share is the fraction of the circle, 0 to 1. */
function arc(share: number): string {
  const angle = Math.min(share, 0.9999) * 2 * Math.PI;
  const x = 50 + RADIUS * Math.sin(angle);
  const y = 50 - RADIUS * Math.cos(angle);
  return `M50 ${50 - RADIUS}A${RADIUS} ${RADIUS} 0 ${share > 0.5 ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}`;
}
