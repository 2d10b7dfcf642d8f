import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { api, ask, sayFailure } from "../api/client";
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import { toast } from "../components/toast";
import { t } from "../i18n";

/** Takes one's own part in a game back, for good. */
export function DeleteMyPart({ game, partner }: { game: string; partner: string }) {
  const { route } = useLocation();
  const [asks, setAsks] = useState(false);

  async function forget() {
    setAsks(false);
    const answer = await ask(
      api.DELETE("/api/games/{id}/part", { params: { path: { id: game } } }),
    );
    if (!answer.ok) return toast(sayFailure(answer.failure));
    toast(t("reveal.forgotten"));
    route("/");
  }

  return (
    <>
      <Button look="quiet" size="small" class="button-danger" onClick={() => setAsks(true)}>
        {t("reveal.forget")}
      </Button>
      <Dialog
        open={asks}
        title={t("reveal.forgetTitle")}
        onClose={() => setAsks(false)}
        actions={
          <>
            <Button look="primary" onClick={() => setAsks(false)}>
              {t("common.cancel")}
            </Button>
            <Button look="quiet" class="button-danger" onClick={forget}>
              {t("reveal.forget")}
            </Button>
          </>
        }
      >
        <p>{t("reveal.forgetText", { name: partner })}</p>
      </Dialog>
    </>
  );
}
