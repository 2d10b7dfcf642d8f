import { useLocation } from "preact-iso";
import { api, ask, formatFailure } from "../api/client";
import { SureButton } from "../design/form/sureButton";
import { toast } from "../design/toast";
import { t } from "../i18n";

/** Deletes the player's own part of a game for good. */
export function DeleteMyPart({ game, text }: { game: string; text: string }) {
  const { route } = useLocation();

  async function deletePart() {
    const answer = await ask(
      api.DELETE("/api/games/{id}/part", { params: { path: { id: game } } }),
    );
    if (!answer.ok) return toast(formatFailure(answer.failure));
    toast(t("reveal.forgotten"));
    route("./");
  }

  return (
    <SureButton
      word={t("reveal.forget")}
      title={t("reveal.forgetTitle")}
      text={text}
      onYes={deletePart}
    />
  );
}
