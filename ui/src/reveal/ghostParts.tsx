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

/** After a game with a ghost: people come first, those in quick play and those who will be; else another ghost. */
export function GhostAgain() {
  const { others, soon = 0 } = useQuick();
  const people = others + soon > 0;
  return (
    <div class={`reveal-again ${others > 0 ? "reveal-asked" : ""}`}>
      <Button variant={people ? "primary" : undefined} icon="bolt" href="quick">
        {t("reveal.someoneNew")}
      </Button>
      <Button variant={people ? undefined : "primary"} icon="again" href="quick?ghost">
        {t("ghost.another")}
      </Button>
      <p class="reveal-says" role="status">
        {others > 0 ? tn("ghost.waiting", others) : soon > 0 && tn("ghost.soon", soon)}
      </p>
    </div>
  );
}

/** Who waits for somebody to draw with, and who will soon. */
function useQuick(): { others: number; soon?: number } {
  const [quick, setQuick] = useState<{ others: number; soon?: number }>({ others: 0 });
  useEffect(() => {
    let gone = false;
    const look = async () => {
      const answer = await ask(api.GET("/api/quick"));
      if (answer.ok && !gone) setQuick(answer.data);
    };
    void look();
    const timer = setInterval(look, ASK_EVERY);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, []);
  return quick;
}
