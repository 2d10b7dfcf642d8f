import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { api, ask, formatFailure } from "../api/client";
import { Button } from "../design/form/button";
import { toast } from "../design/toast";
import { t } from "../i18n";

/** Offers the player who is left over a game with a ghost, where there are any. */
export function GhostMeanwhile({ code }: { code: string }) {
  const { route } = useLocation();
  const [offered, setOffered] = useState(false);
  useEffect(() => {
    void ask(api.GET("/api/quick")).then((queue) => {
      if (queue.ok) setOffered(queue.data.ghosts);
    });
  }, []);

  async function start() {
    const game = await ask(api.POST("/api/lobbies/{code}/ghost", { params: { path: { code } } }));
    if (game.ok) route(`r/${game.data.room}`);
    else toast(formatFailure(game.failure));
  }

  return offered ? <Button onClick={start}>{t("home.ghost")}</Button> : null;
}
