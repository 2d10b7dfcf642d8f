import { type ReadonlySignal, useComputed } from "@preact/signals";
import { SeatLabel } from "../../design/icons/marks";
import { Pencil } from "../../design/icons/pencil";
import { toArea } from "../hand/view";
import type { Room } from "../room";
import "./partnerPen.css";

/** How near to the edge of the area a label may come, and how large it is about, in CSS px. */
const MARGIN = 6;
const LABEL = { width: 170, height: 30 };

/** The most letters of a name on a label. */
const LETTERS = 12;

interface Props {
  room: Pick<Room, "partner" | "view" | "area">;
  seat: 1 | 2;
  name: string;
}

/**
 * The partner's pencil, its tip on the newest point, and the name beside it. Where they are is bound as
 * signals: a pen that moves, or a view, renders no component anew.
 */
export function PartnerPen({ room, seat, name }: Props) {
  const seen = useComputed(() => room.partner.pen.value !== null);
  const shown = useComputed(() => placeOf(room));
  const penClass = useComputed(() =>
    room.partner.draws.value ? "partner-pen" : "partner-pen partner-pen-resting",
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
          <SeatLabel seat={seat} name={short(name)} />
        </span>
      </span>
    </div>
  );
}

type Shown = { x: number; y: number; width: number; height: number; inside: boolean };

/** Where the pen is in the area, in CSS px. */
function placeOf({ partner, view, area }: Props["room"]): Shown {
  const { width, height } = area.value;
  const { x: unitsX, y: unitsY } = partner.pen.value ?? { x: 0, y: 0 };
  const { x, y } = toArea(view.value, unitsX, unitsY);
  return { x, y, width, height, inside: x >= 0 && x <= width && y >= 0 && y <= height };
}

/** Keeps a label on the sheet, on the freer side of the tip and never over it. */
function useLabelPlace(shown: ReadonlySignal<Shown>) {
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

/** A label is no place for a long name. */
function short(name: string): string {
  const letters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  return letters.length > LETTERS ? `${letters.slice(0, LETTERS - 1).join("")}…` : name;
}
