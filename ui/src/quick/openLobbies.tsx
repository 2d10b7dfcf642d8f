import { useEffect, useState } from "preact/hooks";
import { api, ask, type ListedLobby } from "../api/client";
import { Card } from "../design/card";
import { Button } from "../design/form/button";
import { t, tn } from "../i18n";
import "./openLobbies.css";

/** The refresh interval, in ms. */
const REFRESH_INTERVAL = 15_000;

interface Props {
  /** The player has chosen a lobby. */
  onJoin: (code: string) => void;
}

/** The public lobbies; nothing when there are none. */
export function OpenLobbies({ onJoin }: Props) {
  const lobbies = useOpenLobbies();
  if (lobbies.length === 0) return null;
  return (
    <Card class="open-lobbies">
      <h2>{t("quick.lobbies")}</h2>
      <ul>
        {lobbies.map(({ code, rules, members, playing, settings }) => (
          <li key={code}>
            <span>
              <strong>{rules.name || code}</strong>
              <small>
                {tn("quick.here", members)}
                {playing > 0 && `, ${t("quick.playingNow", { n: playing })}`}
                {settings.theme && `, ${settings.theme}`}
              </small>
            </span>
            <Button
              variant="wash"
              size="small"
              onClick={() => onJoin(code)}
              label={t("quick.joinThis", { lobby: rules.name || code })}
            >
              {t("quick.join")}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The fullest few lobbies, refreshed while the page is visible. */
function useOpenLobbies(): readonly ListedLobby[] {
  const [lobbies, setLobbies] = useState<readonly ListedLobby[]>([]);
  useEffect(() => {
    let unmounted = false;
    async function refresh() {
      if (document.visibilityState !== "visible") return;
      const answer = await ask(api.GET("/api/lobbies", { params: { query: { public: true } } }));
      if (answer.ok && !unmounted) setLobbies(answer.data.lobbies.slice(0, 6));
    }
    void refresh();
    const timer = setInterval(refresh, REFRESH_INTERVAL);
    return () => {
      unmounted = true;
      clearInterval(timer);
    };
  }, []);
  return lobbies;
}
