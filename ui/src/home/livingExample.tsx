import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../design/form/button";
import { Doodle } from "../design/icons/doodle";
import { Pencil } from "../design/icons/pencil";
import { type Seat, SeatLabel } from "../design/icons/seat";
import { Sheet } from "../design/sheet";
import { t } from "../i18n";
import type { ExampleMessage, ExampleTask } from "./example.worker";
import type { PenPosition } from "./examplePlayback";
import "./livingExample.css";

/** The recorded game: a journal stream, and what the stream does not contain. */
const example = { url: "example.bin", names: ["Mila", "Jonas"], paper: 0xfffdf6 } as const;

/** The playback in its worker. */
type ExamplePlayback = { play(): void; pause(): void; finish(): void; stop(): void };

const seats = [1, 2] as const satisfies readonly Seat[];
const width = 4096;
const height = 3072;

/** Replays a real drawing by two people. Without its recording it shows an empty sheet. */
export function LivingExample() {
  const screen = useRef<HTMLCanvasElement>(null);
  const pens = { 1: useRef<HTMLDivElement>(null), 2: useRef<HTMLDivElement>(null) };
  const [playback, setPlayback] = useState<ExamplePlayback | null>(null);
  const [missing, setMissing] = useState(false);
  const [playing, setPlaying] = useState(!prefersReducedMotion());

  useEffect(() => {
    let gone = false;
    let made: ExamplePlayback | undefined;
    const onPen = (seat: Seat, at: PenPosition | null) => movePen(pens[seat].current, at);
    fetchPlayback(() => screen.current, onPen).then(
      (playback) => {
        made = playback;
        if (gone) made.stop();
        else setPlayback(made);
      },
      () => gone || setMissing(true),
    );
    return () => {
      gone = true;
      made?.stop();
    };
  }, []);

  // It plays only while it is visible.
  useEffect(() => {
    if (!playback || !screen.current) return;
    if (!playing) {
      if (prefersReducedMotion()) playback.finish();
      return;
    }
    const sight = new IntersectionObserver(([entry]) =>
      entry.isIntersecting ? playback.play() : playback.pause(),
    );
    sight.observe(screen.current);
    return () => {
      sight.disconnect();
      playback.pause();
    };
  }, [playback, playing]);

  return (
    <figure class="living-example" aria-label={t("example.title")}>
      <Sheet bound pages tilted="right" class="living-example-sheet" paper="var(--sheet)">
        {missing ? (
          <Doodle name="blank" />
        ) : (
          <>
            <canvas ref={screen} width={width / 2} height={height / 2} />
            {seats.map((seat) => (
              <div class="living-example-pen" key={seat} ref={pens[seat]} hidden>
                <Pencil seat={seat} />
                <SeatLabel seat={seat} name={example.names[seat - 1]} />
              </div>
            ))}
          </>
        )}
      </Sheet>
      {!missing && (
        <figcaption>
          {seats.map((seat) => (
            <p class={`seat-${seat}`} key={seat}>
              {t("example.asked", { name: example.names[seat - 1] })}
              <strong>{t(seat === 1 ? "example.prompt1" : "example.prompt2")}</strong>
            </p>
          ))}
          <Button
            variant="quiet"
            icon={playing ? "pause" : "play"}
            label={playing ? t("example.pause") : t("example.play")}
            disabled={!playback}
            onClick={() => setPlaying(!playing)}
          />
        </figcaption>
      )}
    </figure>
  );
}

type OnPen = (seat: Seat, at: PenPosition | null) => void;

async function fetchPlayback(
  screen: () => HTMLCanvasElement | null,
  onPen: OnPen,
): Promise<ExamplePlayback> {
  const response = await fetch(example.url);
  const stream = new Uint8Array(await response.arrayBuffer());
  const element = screen();
  if (!response.ok || !element) throw new Error(`no example: ${response.status}`);
  return startPlayback(stream, element, onPen);
}

function startPlayback(
  stream: Uint8Array,
  element: HTMLCanvasElement,
  onPen: OnPen,
): ExamplePlayback {
  const worker = new Worker(new URL("./example.worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<ExampleMessage>) => onPen(data.seat, data.at);
  const screen = element.transferControlToOffscreen();
  const tell = (task: ExampleTask, transfer: Transferable[] = []) =>
    worker.postMessage(task, transfer);
  tell({ start: { stream, screen, paper: example.paper } }, [screen]);
  return {
    play: () => tell({ call: "play" }),
    pause: () => tell({ call: "pause" }),
    finish: () => tell({ call: "finish" }),
    stop: () => worker.terminate(),
  };
}

/** Moves a pen's tip to a point; near an edge of the sheet its label switches sides. */
function movePen(pen: HTMLDivElement | null, at: PenPosition | null): void {
  if (!pen) return;
  pen.hidden = !at;
  if (!at) return;
  const { x, y } = at;
  pen.style.translate = `${(x / width) * 100}cqw ${(y / height) * 100}cqh`;
  pen.toggleAttribute("data-left", x > width * 0.56);
  pen.toggleAttribute("data-right", x < width * 0.3);
  pen.toggleAttribute("data-below", y < height * 0.2);
  pen.toggleAttribute("data-above", y > height * 0.85);
}

function prefersReducedMotion(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
