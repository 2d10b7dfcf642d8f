import { t } from "../../i18n";
import "./seat.css";

export type Seat = 1 | 2;

const curl =
  "M2 11C7 11 12 7 10.5 4 9 1.5 5.5 4 7.5 8 9.5 12 17 11 17.5 6 17.5 1.5 12.8 2.5 14 7 15.2 11.8 22 12 24.5 8 25.5 6 26.5 5 28 4";
const zigzag = "M2 11 7 3 11.5 11 16.5 3 21 11 25.5 3.5 28 8";

interface EmblemProps {
  seat: Seat;
  /** Pixels of width; 30 by default. */
  width?: number;
  /** Says "curl" or "zigzag" aloud. For places without a name beside it. */
  spoken?: boolean;
  class?: string;
}

/** A seat's emblem, in the text's colour: a curl for seat 1, a zigzag for seat 2. */
export function SeatEmblem({ seat, width = 30, spoken, class: extra = "" }: EmblemProps) {
  return (
    <svg
      class={`seat-emblem ${extra}`}
      viewBox="0 0 30 14"
      width={width}
      height={(width * 14) / 30}
      role={spoken ? "img" : undefined}
      aria-label={spoken ? t(seat === 1 ? "common.seat1" : "common.seat2") : undefined}
      aria-hidden={spoken ? undefined : "true"}
    >
      <path d={seat === 1 ? curl : zigzag} />
    </svg>
  );
}

interface NameProps {
  seat: Seat;
  name: string;
  /** The name in ink, the emblem alone in the player's colour (tables). */
  quiet?: boolean;
  class?: string;
}

/** A player's name after the emblem, in the player's colour. */
export function SeatName({ seat, name, quiet, class: extra = "" }: NameProps) {
  return (
    <span class={`seat-name seat-${seat} ${quiet ? "seat-name-quiet" : ""} ${extra}`}>
      <SeatEmblem seat={seat} />
      <bdi class="seat-name-word">{name || t("common.someone")}</bdi>
    </span>
  );
}

/** The label that lies on a canvas: a pill for seat 1, a pennant with a notch for seat 2. */
export function SeatLabel({ seat, name, class: extra = "" }: NameProps) {
  return (
    <span class={`seat-label seat-label-${seat} ${extra}`}>
      <SeatEmblem seat={seat} width={28} />
      <bdi>{name}</bdi>
    </span>
  );
}

const underlines = {
  curl: "M2 17.5C24 18 46 16 60 10.5 70 6.5 70 2.5 63 2.5 55 2.5 52 7 58 12 70 20.5 106 20.5 142 10.5 152 6.5 152 2 145 2 137 2 134 7 140 12 152 20.5 190 20.5 226 10.5 236 6.5 236 2 229 2 221 2 218 7 224 12 236 20.5 274 20.5 310 10.5 320 6.5 320 2 313 2 305 2 302 7 308 12 322 17 360 16.5 398 11",
  zigzag: "M2 17 53 5.5 88 20.5 139 4.5 176 20.5 228 5 265 19.5 317 5.5 352 19 398 7",
};

/** A hand-drawn line under words, as wide as its parent; it draws itself once. */
export function Underline({
  kind,
  class: extra = "",
}: {
  kind: "curl" | "zigzag";
  class?: string;
}) {
  return (
    <svg
      class={`underline underline-${kind} ${extra}`}
      viewBox="0 0 400 24"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={underlines[kind]} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
