import type { ReadonlySignal } from "@preact/signals";
import type { Ghost } from "../api/client";
import { Avatar } from "../design/icons/avatar";
import { SeatEmblem } from "../design/icons/seat";
import { t } from "../i18n";
import { formatDrawn } from "../page/ghostWords";
import type { Seat, SeatState } from "./line/state";
import "./seatsHere.css";

interface Props {
  seats: readonly SeatState[];
  you: Seat;
  /** Whether the partner's pen moves. */
  partnerDraws: ReadonlySignal<boolean>;
  /** The partner is one. */
  ghost?: Ghost;
}

/** Both players and what each of them is doing. */
export function SeatsHere({ seats, you, partnerDraws, ghost }: Props) {
  return (
    <ul class="seats-here">
      {seats.map(({ seat, name, here }) => (
        <li key={seat} class={`seats-one seat-${seat} ${here ? "" : "seats-away"}`}>
          <Avatar name={name} seat={seat} />
          <div class="seats-words">
            <p class="seats-name" dir="auto">
              {name}
            </p>
            <p class="seats-does">
              <SeatEmblem seat={seat} width={26} />
              {seat === you
                ? t("room.you")
                : ghost
                  ? t("ghost.ink", { date: formatDrawn(ghost) })
                  : !here
                    ? t("room.notHere")
                    : t(partnerDraws.value ? "room.drawing" : "room.thinking")}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
