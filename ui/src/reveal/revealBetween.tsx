import { useEffect, useState } from "preact/hooks";
import {
  type Answer,
  api,
  ask,
  formatFailure,
  type Game,
  type Between as Relation,
} from "../api/client";
import { Dialog } from "../design/dialog";
import { Button } from "../design/form/button";
import { useDraft } from "../design/form/draft";
import { Form } from "../design/form/form";
import { Segments } from "../design/form/segments";
import { Switch } from "../design/form/switch";
import { TextField } from "../design/form/textField";
import { toast } from "../design/toast";
import { ShownGame } from "../gallery/shownGame";
import { t } from "../i18n";
import { DeleteMyPart } from "./revealPart";
import { ShowInGallery } from "./showInGallery";

const reasons = ["drawing", "behaviour", "spam", "other"] as const;
type Report = { reason: (typeof reasons)[number]; words: string };

/** The longest text of a report, in characters. */
const longestWords = 500;

/** Below a game's other actions: what its players decide, and what others do with a shown game. */
export function Between({ game }: { game: Game }) {
  if (game.you !== 0) return <BetweenYou game={game} />;
  return game.gallery ? <ShownGame game={game} /> : null;
}

/** For the two players: who else may see the game, and what to do about a bad partner. */
function BetweenYou({ game }: { game: Game }) {
  const [between, setBetween] = useState<Relation | null>(null);
  const [reporting, setReporting] = useState(false);
  const path = { params: { path: { id: game.id } } };
  const name = game.seats[2 - game.you].name || t("common.someone");

  useEffect(() => {
    void ask(api.GET("/api/games/{id}/between", path)).then((answer) => {
      if (answer.ok) setBetween(answer.data);
    });
  }, [game.id]);

  function applyAnswer(answer: Answer<Relation>) {
    if (answer.ok) setBetween(answer.data);
    else toast(formatFailure(answer.failure));
  }

  if (!between) return null;
  const { strangers, you_open, partner_open, blocked, lent, lendable, gallery } = between;
  return (
    <div class="reveal-between">
      <Switch
        word={t("reveal.letOthers")}
        on={you_open}
        onChange={async (open) =>
          applyAnswer(await ask(api.PUT("/api/games/{id}/sharing", { ...path, body: { open } })))
        }
      />
      <p role="status">
        {game.ghost && !you_open
          ? t("reveal.onlyYourself")
          : formatSharing(you_open, partner_open, name)}
      </p>
      {gallery !== "none" && (
        <ShowInGallery
          between={between}
          name={name}
          onChange={async (shown) =>
            applyAnswer(await ask(api.PUT("/api/games/{id}/showing", { ...path, body: { shown } })))
          }
        />
      )}
      {lendable && (
        <>
          <Switch
            word={t("reveal.lend")}
            on={lent}
            onChange={async (lent) =>
              applyAnswer(
                await ask(api.PUT("/api/games/{id}/lending", { ...path, body: { lent } })),
              )
            }
          />
          <p role="status">{t(lent ? "reveal.lentText" : "reveal.lendText")}</p>
        </>
      )}
      <div class="reveal-between-actions">
        {strangers && !game.ghost && (
          <Button
            variant="quiet"
            size="small"
            onClick={async () =>
              applyAnswer(
                await ask(
                  blocked
                    ? api.DELETE("/api/games/{id}/block", path)
                    : api.PUT("/api/games/{id}/block", path),
                ),
              )
            }
          >
            {t(blocked ? "reveal.unblock" : "reveal.block", { name })}
          </Button>
        )}
        <DeleteMyPart
          game={game.id}
          text={game.ghost ? t("reveal.forgetWhole") : t("reveal.forgetText", { name })}
        />
        <Button
          variant="quiet"
          size="small"
          icon="flag"
          class="button-danger"
          onClick={() => setReporting(true)}
        >
          {t("reveal.report")}
        </Button>
      </div>
      <ReportDialog
        game={game}
        name={name}
        open={reporting}
        onClose={() => setReporting(false)}
        onSent={() => setBetween({ ...between, blocked: true })}
      />
    </div>
  );
}

function formatSharing(you: boolean, partner: boolean, name: string): string {
  if (you && partner) return t("reveal.open");
  if (you) return t("reveal.waitsForOpen", { name });
  return partner ? t("reveal.partnerOpen", { name }) : t("reveal.onlyYou");
}

interface ReportProps {
  game: Game;
  name: string;
  open: boolean;
  onClose: () => void;
  onSent: () => void;
}

/** Asks what was wrong. The game itself is the evidence. */
function ReportDialog({ game, name, open, onClose, onSent }: ReportProps) {
  const draft = useDraft<Report>(`report ${game.id}`, { reason: "drawing", words: "" });
  const { reason, words } = draft.value;

  async function send() {
    const answer = await ask(
      api.PUT("/api/games/{id}/report", {
        params: { path: { id: game.id } },
        body: draft.value,
      }),
    );
    if (!answer.ok) return toast(formatFailure(answer.failure));
    draft.forget();
    onClose();
    onSent();
    toast(t("reveal.reported"));
  }

  return (
    <Dialog open={open} title={t("reveal.reportTitle", { name })} onClose={onClose}>
      <Form class="reveal-report" onSend={send}>
        <p>{t("reveal.reportText")}</p>
        <Segments
          label={t("reveal.reason")}
          value={reason}
          options={reasons.map((value) => ({ value, word: t(`reveal.reason_${value}`) }))}
          onChange={(reason) => draft.change({ reason })}
        />
        <TextField
          label={t("reveal.reportWords")}
          value={words}
          maxLength={longestWords}
          onInput={(words) => draft.change({ words })}
        />
        <div class="dialog-actions">
          <Button
            variant="primary"
            onClick={() => {
              draft.forget();
              onClose();
            }}
          >
            {t("common.cancel")}
          </Button>
          <Button variant="quiet" icon="flag" type="submit" class="button-danger">
            {t("reveal.reportYes")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
