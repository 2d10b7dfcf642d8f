import type { Game } from "../api/client";
import { api, ask, formatFailure } from "../api/client";
import { Button } from "../design/form/button";
import { SureButton } from "../design/form/sureButton";
import { toast } from "../design/toast";
import { t } from "../i18n";
import { LikeButton } from "./likeButton";
import { ensureSession } from "./session";
import "./words";
import "./shownGame.css";

/** Below a drawing that hangs in the gallery, for whoever has not drawn it. */
export function ShownGame({ game }: { game: Game }) {
  async function report() {
    const begun = await ensureSession();
    const answer = begun.ok
      ? await ask(api.PUT("/api/games/{id}/showing/report", { params: { path: { id: game.id } } }))
      : begun;
    toast(answer.ok ? t("reveal.reported") : formatFailure(answer.failure));
  }

  return (
    <div class="shown-game">
      {game.gallery && <LikeButton game={game.id} title={game.title} {...game.gallery} />}
      <Button variant="quiet" size="small" href="gallery">
        {t("gallery.moreOf")}
      </Button>
      <SureButton
        word={t("gallery.report")}
        title={t("gallery.reportTitle")}
        text={t("gallery.reportText")}
        onYes={report}
      />
    </div>
  );
}
