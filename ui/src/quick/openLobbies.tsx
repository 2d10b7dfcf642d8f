import { useEffect, useState } from "preact/hooks";
import { api, ask, type ListedLobby } from "../api/client";
import { Card } from "../design/card";
import { Button } from "../design/form/button";
import { t, tn } from "../i18n";
import "./openLobbies.css";

/** How often they are looked at, in ms. */
const EVERY = 15_000;

interface Props {
  /** One is chosen. */
  onJoin: (code: string) => void;
}

/** The lobbies that anybody may join; nothing when there are none. */
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
              look="wash"
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

/** The fullest few, as they are while somebody looks. */
function useOpenLobbies(): readonly ListedLobby[] {
  const [lobbies, setLobbies] = useState<readonly ListedLobby[]>([]);
  useEffect(() => {
    let gone = false;
    async function look() {
      if (document.visibilityState !== "visible") return;
      const answer = await ask(api.GET("/api/lobbies", { params: { query: { public: true } } }));
      if (answer.ok && !gone) setLobbies(answer.data.lobbies.slice(0, 6));
    }
    void look();
    const timer = setInterval(look, EVERY);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, []);
  return lobbies;
}
