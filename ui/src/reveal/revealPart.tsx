import { useLocation } from "preact-iso";
import { api, ask, sayFailure } from "../api/client";
import { SureButton } from "../design/form/sureButton";
import { toast } from "../design/toast";
import { t } from "../i18n";

/** Takes one's own part in a game back, for good. */
export function DeleteMyPart({ game, partner }: { game: string; partner: string }) {
  const { route } = useLocation();

  async function forget() {
    const answer = await ask(
      api.DELETE("/api/games/{id}/part", { params: { path: { id: game } } }),
    );
    if (!answer.ok) return toast(sayFailure(answer.failure));
    toast(t("reveal.forgotten"));
    route("/");
  }

  return (
    <SureButton
      word={t("reveal.forget")}
      title={t("reveal.forgetTitle")}
      text={t("reveal.forgetText", { name: partner })}
      onYes={forget}
    />
  );
}
