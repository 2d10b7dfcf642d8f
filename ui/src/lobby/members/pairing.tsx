import type { Rules } from "../../api/client";
import { Segments } from "../../design/form/segments";
import { SeatName } from "../../design/icons/marks";
import { type Key, t } from "../../i18n";
import "./pairing.css";

type Way = Rules["pairing"];

const ways = {
  as_they_come: { word: "lobby.asTheyCome", text: "lobby.pairsText" },
  everyone: { word: "lobby.everyone", text: "lobby.everyoneText" },
  pick: { word: "lobby.pick", text: "lobby.pickRules" },
} as const satisfies Record<Way, { word: Key; text: Key }>;

interface Props {
  way: Way;
  /** The current pairs: the names of seats 1 and 2. */
  pairs: readonly string[][];
  /** Missing for members who may not change it. */
  change?: (way: Way) => void;
}

/** How pairs are made, and the current pairs. */
export function Pairing({ way, pairs, change }: Props) {
  return (
    <section class="pairs">
      <h3>{t("lobby.pairsTitle")}</h3>
      {change && (
        <Segments
          label={t("lobby.pairing")}
          value={way}
          options={(Object.keys(ways) as Way[]).map((value) => ({
            value,
            word: t(ways[value].word),
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
      <p>{t(ways[way].text)}</p>
    </section>
  );
}
