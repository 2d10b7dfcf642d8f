import type { Rules } from "../../api/client";
import { Segments } from "../../design/form/segments";
import { SeatName } from "../../design/icons/seat";
import { type Key, t } from "../../i18n";
import "./pairing.css";

type Mode = Rules["pairing"];

const modes = {
  as_they_come: { word: "lobby.asTheyCome", text: "lobby.pairsText" },
  everyone: { word: "lobby.everyone", text: "lobby.everyoneText" },
  pick: { word: "lobby.pick", text: "lobby.pickRules" },
} as const satisfies Record<Mode, { word: Key; text: Key }>;

interface Props {
  mode: Mode;
  /** The current pairs: the names of seats 1 and 2. */
  pairs: readonly string[][];
  /** Missing for members who may not change it. */
  change?: (mode: Mode) => void;
}

/** How pairs are made, and the current pairs. */
export function Pairing({ mode, pairs, change }: Props) {
  return (
    <section class="pairs">
      <h3>{t("lobby.pairsTitle")}</h3>
      {change && (
        <Segments
          label={t("lobby.pairing")}
          value={mode}
          options={(Object.keys(modes) as Mode[]).map((value) => ({
            value,
            word: t(modes[value].word),
          }))}
          onChange={change}
        />
      )}
      {pairs.length > 0 && (
        <ul>
          {pairs.map(([a, b]) => (
            <li key={`${a} ${b}`}>
              <SeatName seat={1} name={a} />
              <span>{t("lobby.with")}</span>
              <SeatName seat={2} name={b} />
            </li>
          ))}
        </ul>
      )}
      <p>{t(modes[mode].text)}</p>
    </section>
  );
}
