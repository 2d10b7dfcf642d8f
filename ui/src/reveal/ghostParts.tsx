import { useEffect, useState } from "preact/hooks";
import { api, ask, type Ghost } from "../api/client";
import { Button } from "../design/form/button";
import { t, tn } from "../i18n";
import { formatGhost } from "../page/ghost";

/** How often the page asks who waits, in ms. */
const ASK_EVERY = 5000;

/** Whose ink the other half is. */
export function GhostLine({ ghost }: { ghost: Ghost }) {
  return <p class="reveal-ghost">{formatGhost("ghost.drew", ghost)}</p>;
}

/** After a game with a ghost: whoever waits in quick play comes first, else another ghost. */
export function GhostAgain() {
  const waiting = useWaiting();
  return (
    <div class={`reveal-again ${waiting > 0 ? "reveal-asked" : ""}`}>
      <Button variant={waiting > 0 ? "primary" : undefined} icon="bolt" href="quick">
        {t("reveal.someoneNew")}
      </Button>
      <Button variant={waiting > 0 ? undefined : "primary"} icon="again" href="quick?ghost">
        {t("ghost.another")}
      </Button>
      <p class="reveal-says" role="status">
        {waiting > 0 && tn("ghost.waiting", waiting)}
      </p>
    </div>
  );
}

/** How many players wait for somebody to draw with. */
function useWaiting(): number {
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    let gone = false;
    const look = async () => {
      const answer = await ask(api.GET("/api/quick"));
      if (answer.ok && !gone) setWaiting(answer.data.others);
    };
    void look();
    const timer = setInterval(look, ASK_EVERY);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, []);
  return waiting;
}
