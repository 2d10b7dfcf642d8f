import { type ReadonlySignal, useComputed } from "@preact/signals";
import { Pencil } from "../../design/icons/pencil";
import { SeatLabel } from "../../design/icons/seat";
import { toArea } from "../hand/view";
import type { Room } from "../room";
import "./partnerPen.css";

/** The label's least distance from the edge of the area, and its approximate size, in CSS px. */
const MARGIN = 6;
const LABEL = { width: 170, height: 30 };

/** The most letters of a name that the label shows. */
const MAX_LETTERS = 12;

interface Props {
  room: Pick<Room, "partner" | "view" | "area">;
  seat: 1 | 2;
  name: string;
}

/**
 * The partner's pencil, its tip on the newest point, and their name beside it. Positions are bound
 * as signals: moving the pen or the view does not re-render the component.
 */
export function PartnerPen({ room, seat, name }: Props) {
  const seen = useComputed(() => room.partner.pen.value !== null);
  const shown = useComputed(() => penPosition(room));
  const penClass = useComputed(() =>
    room.partner.drawing.value ? "partner-pen" : "partner-pen partner-pen-resting",
  );
  const pencil = useComputed(() => {
    const { x, y, inside } = shown.value;
    return `translate: ${x}px ${y}px; visibility: ${inside ? "visible" : "hidden"}`;
  });
  const label = useLabelPlace(shown);
  if (!seen.value) return null;
  return (
    <div class={penClass} aria-hidden="true">
      <span class="partner-pencil" style={pencil}>
        <Pencil seat={seat} />
      </span>
      <span class={label.class} style={label.style}>
        <span>
          <SeatLabel seat={seat} name={shorten(name)} />
        </span>
      </span>
    </div>
  );
}

type PenPosition = { x: number; y: number; width: number; height: number; inside: boolean };

/** The pen's position in the area, in CSS px. */
function penPosition({ partner, view, area }: Props["room"]): PenPosition {
  const { width, height } = area.value;
  const { x: unitsX, y: unitsY } = partner.pen.value ?? { x: 0, y: 0 };
  const { x, y } = toArea(view.value, unitsX, unitsY);
  return { x, y, width, height, inside: x >= 0 && x <= width && y >= 0 && y <= height };
}

/**
 * Places the label on the side of the tip that has more room, within the area and never over the
 * tip.
 */
function useLabelPlace(shown: ReadonlySignal<PenPosition>) {
  const left = useComputed(() => shown.value.x > shown.value.width / 2);
  return {
    class: useComputed(() => (left.value ? "partner-label partner-label-left" : "partner-label")),
    style: useComputed(() => {
      const { x, y, width, height } = shown.value;
      // Above the tip, beside the pencil; below it where there is no room above.
      const above = y > LABEL.height + 3 * MARGIN;
      const wishX = left.value ? x - 12 : x + 44;
      const wishY = above ? y - LABEL.height - 10 : y + 14;
      const top = Math.min(Math.max(wishY, MARGIN), height - LABEL.height - MARGIN);
      const at = left.value
        ? Math.min(Math.max(wishX, LABEL.width), width - MARGIN)
        : Math.min(Math.max(wishX, MARGIN), width - LABEL.width);
      return `translate: ${at}px ${top}px`;
    }),
  };
}

/** Shortens a long name. */
function shorten(name: string): string {
  const letters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  return letters.length > MAX_LETTERS ? `${letters.slice(0, MAX_LETTERS - 1).join("")}…` : name;
}
