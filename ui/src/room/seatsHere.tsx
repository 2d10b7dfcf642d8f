import type { ReadonlySignal } from "@preact/signals";
import { Avatar } from "../design/icons/avatar";
import { SeatEmblem } from "../design/icons/seat";
import { t } from "../i18n";
import type { Seat, SeatState } from "./line/state";
import "./seatsHere.css";

interface Props {
  seats: readonly SeatState[];
  you: Seat;
  /** Whether the partner's pen moves. */
  partnerDraws: ReadonlySignal<boolean>;
  /** The partner is a ghost: what its ink is. */
  ghostInk?: string;
}

/** Both players and what each of them is doing. */
export function SeatsHere({ seats, you, partnerDraws, ghostInk }: Props) {
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
                : (ghostInk ??
                  t(
                    !here ? "room.notHere" : partnerDraws.value ? "room.drawing" : "room.thinking",
                  ))}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
