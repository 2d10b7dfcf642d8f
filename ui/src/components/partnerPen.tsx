import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Room } from "../room/room";
import { toArea } from "../room/view";
import { SeatLabel } from "./marks";
import "./partnerPen.css";

/** A pen at rest this long fades, in ms. */
const REST = 2000;

/** How near to the edge of the area a label may come, and how large it is about, in CSS px. */
const MARGIN = 6;
const LABEL = { width: 150, height: 30 };

interface Props {
  room: Pick<Room, "partnerPen" | "view" | "area">;
  seat: 1 | 2;
  name: string;
}

/** The partner's pencil, its tip on the newest point, and the name beside it. */
export function PartnerPen({ room, seat, name }: Props) {
  const pen = room.partnerPen.value;
  const resting = useResting(pen?.at);
  const place = useComputed(() => {
    const p = room.partnerPen.value;
    return p && toArea(room.view.value, p.x, p.y);
  }).value;
  if (!pen || !place) return null;

  const { width, height } = room.area.value;
  const inside = place.x >= 0 && place.x <= width && place.y >= 0 && place.y <= height;
  return (
    <div class={`partner-pen ${resting ? "partner-pen-resting" : ""}`} aria-hidden="true">
      {inside && (
        <span class="partner-pencil" style={{ translate: `${place.x}px ${place.y}px` }}>
          <Pencil seat={seat} />
        </span>
      )}
      <LabelPlace x={place.x} y={place.y} width={width} height={height}>
        <SeatLabel seat={seat} name={name} />
      </LabelPlace>
    </div>
  );
}

/** Keeps a label on the sheet, on the freer side of the tip and never over it. */
function LabelPlace(props: {
  x: number;
  y: number;
  width: number;
  height: number;
  children: ComponentChildren;
}) {
  const { x, y, width, height } = props;
  const left = x > width / 2;
  // Above the tip, beside the pencil; below it where there is no room above.
  const above = y > LABEL.height + 3 * MARGIN;
  const wishX = left ? x - 12 : x + 44;
  const wishY = above ? y - LABEL.height - 10 : y + 14;
  const top = Math.min(Math.max(wishY, MARGIN), height - LABEL.height - MARGIN);
  const at = left
    ? Math.min(Math.max(wishX, LABEL.width), width - MARGIN)
    : Math.min(Math.max(wishX, MARGIN), width - LABEL.width);
  return (
    <span
      class={`partner-label ${left ? "partner-label-left" : ""}`}
      style={{ translate: `${at}px ${top}px` }}
    >
      <span>{props.children}</span>
    </span>
  );
}

/** The tip is at the lower left corner. */
function Pencil({ seat }: { seat: 1 | 2 }) {
  return (
    <svg
      class={`pencil pencil-${seat}`}
      viewBox="0 0 42 42"
      width="42"
      height="42"
      aria-hidden="true"
    >
      <g transform="translate(2 40) rotate(-45)">
        <path class="pencil-rim" d="M0 0 11-6.5 42-6.5C46-6.5 46 6.5 42 6.5L11 6.5Z" />
        <path class="pencil-wood" d="M0 0 11-6.5 13 0 11 6.5Z" />
        <path
          class="pencil-body"
          d="M11-6.5 42-6.5C46-6.5 46 6.5 42 6.5L11 6.5C13 2 13-2 11-6.5Z"
        />
        <path class="pencil-band" d="M37-6.5C38-2 38 2 37 6.5" />
        <path class="pencil-tip" d="M0 0 4-2.4 4 2.4Z" />
      </g>
    </svg>
  );
}

/** Whether a pen that moved at a time of the local clock has come to rest since. */
export function useResting(at: number | undefined): boolean {
  const [resting, setResting] = useState(true);
  useEffect(() => {
    if (at === undefined) return;
    const left = at + REST - performance.now();
    setResting(left <= 0);
    if (left <= 0) return;
    const timer = setTimeout(() => setResting(true), left);
    return () => clearTimeout(timer);
  }, [at]);
  return resting;
}
