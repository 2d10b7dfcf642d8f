import type { ComponentChildren } from "preact";
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
  room: Pick<Room, "partnerPen" | "partnerDraws" | "view" | "area">;
  seat: 1 | 2;
  name: string;
}

/** The partner's pencil, its tip on the newest point, and the name beside it. */
export function PartnerPen({ room, seat, name }: Props) {
  const pen = room.partnerPen.value;
  if (!pen) return null;
  const place = toArea(room.view.value, pen.x, pen.y);
  const { width, height } = room.area.value;
  const inside = place.x >= 0 && place.x <= width && place.y >= 0 && place.y <= height;
  return (
    <div
      class={`partner-pen ${room.partnerDraws.value ? "" : "partner-pen-resting"}`}
      aria-hidden="true"
    >
      {inside && (
        <span class="partner-pencil" style={{ translate: `${place.x}px ${place.y}px` }}>
          <Pencil seat={seat} />
        </span>
      )}
      <LabelPlace x={place.x} y={place.y} width={width} height={height}>
        <SeatLabel seat={seat} name={short(name)} />
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

/** A label is no place for a long name. */
function short(name: string): string {
  const letters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  return letters.length > LETTERS ? `${letters.slice(0, LETTERS - 1).join("")}…` : name;
}
