import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../design/form/button";
import { Sheet } from "../design/sheet";
import { t } from "../i18n";
import { INKS, toHex } from "../ink/palette";
import "./warmUp.css";

/** The sheet's size in px, and the width of a pen like the room's medium one. */
const sheet = { width: 1024, height: 768, pen: 11 } as const;
/** A few inks: soot, tangerine, sky, fern, fox, plum. */
const inks = [0, 2, 3, 4, 7, 11].map((at) => INKS[at]);

interface Props {
  title: string;
  /** The text below the title. */
  children: ComponentChildren;
}

/** A sheet to draw on while waiting. Nobody sees it, and it is not kept. */
export function WarmUp({ title, children }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [ink, setInk] = useState<(typeof inks)[number]>(inks[0]);
  const colour = useRef("");
  colour.current = toHex(ink.colour);

  useEffect(() => {
    if (canvas.current) return drawOn(canvas.current, () => colour.current);
  }, []);

  function clear() {
    canvas.current?.getContext("2d")?.clearRect(0, 0, sheet.width, sheet.height);
  }

  return (
    <section class="warm-up">
      <header>
        <h2>{title}</h2>
        {children}
      </header>
      <Sheet bound class="warm-up-sheet" paper="var(--sheet)">
        <canvas
          ref={canvas}
          width={sheet.width}
          height={sheet.height}
          role="img"
          aria-label={t("quick.sheet")}
        />
      </Sheet>
      <div class="warm-up-tools">
        <div class="warm-up-inks" role="radiogroup" aria-label={t("quick.ink")}>
          {inks.map((one) => (
            <label
              key={one.name}
              style={{ "--swatch": toHex(one.colour) }}
              title={t(`room.${one.name}`)}
            >
              <input
                type="radio"
                name="warm-up-ink"
                class="sr-only"
                checked={one === ink}
                aria-label={t(`room.${one.name}`)}
                onChange={() => setInk(one)}
              />
            </label>
          ))}
        </div>
        <Button variant="quiet" size="small" icon="trash" onClick={clear}>
          {t("quick.clear")}
        </Button>
      </div>
    </section>
  );
}

/** Draws the pointer's strokes; call the result to stop. */
function drawOn(element: HTMLCanvasElement, colour: () => string): () => void {
  const pen = element.getContext("2d");
  let last: { x: number; y: number } | undefined;
  const at = (event: PointerEvent) => {
    const box = element.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * sheet.width,
      y: ((event.clientY - box.top) / box.height) * sheet.height,
    };
  };
  function lineTo(to: { x: number; y: number }): void {
    if (!pen) return;
    const from = last ?? to;
    Object.assign(pen, { strokeStyle: colour(), lineWidth: sheet.pen, lineCap: "round" });
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
    last = to;
  }
  function down(event: PointerEvent): void {
    element.setPointerCapture(event.pointerId);
    lineTo(at(event));
  }
  function move(event: PointerEvent): void {
    if (!last) return;
    for (const each of event.getCoalescedEvents?.() ?? [event]) lineTo(at(each));
  }
  function up(): void {
    last = undefined;
  }
  const listeners = {
    pointerdown: down,
    pointermove: move,
    pointerup: up,
    pointercancel: up,
  } as const;
  for (const [name, hear] of Object.entries(listeners))
    element.addEventListener(name, hear as EventListener);
  return () => {
    for (const [name, hear] of Object.entries(listeners))
      element.removeEventListener(name, hear as EventListener);
  };
}
