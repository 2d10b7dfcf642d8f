import { useCallback, useEffect, useState } from "preact/hooks";
import { type AdminGameDetail, type AuditEntry, api, sayFailure } from "../../api/client";
import { Card } from "../../design/card";
import { Button } from "../../design/form/button";
import { toast } from "../../design/toast";
import { t } from "../../i18n";
import { formatAction, formatWhen } from "../format";
import { DeedDialog } from "../reasonDialog";
import { askAsAdmin } from "../session";
import { anyGame, filterPath } from "./filter";
import "./gameActions.css";

type Deed = "close" | "delete" | "restore" | "ban1" | "ban2";

interface Props {
  game: AdminGameDetail;
  /** Something about it is different. */
  onChange: () => void;
}

/** What the operator can do about a game and its players, and what was done. */
export function AdminGameDeeds({ game, onChange }: Props) {
  const [asked, setAsked] = useState<Deed | null>(null);
  const [audit, setAudit] = useState<AuditEntry[]>([]);

  const look = useCallback(async () => {
    const subjects = [game.id, ...game.players.filter(Boolean)];
    const answers = await Promise.all(
      subjects.map((subject) =>
        askAsAdmin(api.GET("/api/admin/audit", { params: { query: { subject, limit: 20 } } })),
      ),
    );
    const all = answers.flatMap((answer) => (answer.ok ? answer.data.entries : []));
    setAudit(all.sort((a, b) => b.id - a.id));
  }, [game]);
  useEffect(() => void look(), [look]);

  async function act(deed: Deed, note: string) {
    const answer = await askAsAdmin(request(deed, game, note));
    if (!answer.ok) {
      toast(sayFailure(answer.failure));
      return false;
    }
    toast(t("admin.done"));
    onChange();
    void look();
    return true;
  }

  const deeds: Deed[] = [
    game.state === "live" ? "close" : game.deleted_at ? "restore" : "delete",
    ...(game.players[0] ? (["ban1"] as const) : []),
    ...(game.players[1] ? (["ban2"] as const) : []),
  ];
  const wordOf = (deed: Deed) =>
    deed === "ban1" || deed === "ban2"
      ? t("admin.ban", { name: game.seats[deed === "ban1" ? 0 : 1].name })
      : t(`admin.deed.${deed}`);
  return (
    <Card class="admin-deeds">
      <h2>{t("admin.deeds")}</h2>
      {game.deleted_at && <p>{t("admin.deletedAt", { when: formatWhen(game.deleted_at) })}</p>}
      <div class="admin-deeds-ways">
        {deeds.map((deed) => (
          <Button key={deed} look="wash" size="small" onClick={() => setAsked(deed)}>
            {wordOf(deed)}
          </Button>
        ))}
        {game.players.map(
          (player, i) =>
            player && (
              <Button
                key={player}
                look="quiet"
                size="small"
                href={filterPath({ ...anyGame, player })}
              >
                {t("admin.gamesOf", { name: game.seats[i].name })}
              </Button>
            ),
        )}
      </div>
      {audit.length > 0 && (
        <ol class="admin-audit">
          {audit.map((entry) => (
            <li key={entry.id}>
              <time>{formatWhen(entry.at)}</time> {formatAction(entry.action)}
              {entry.note && `: ${entry.note}`}
            </li>
          ))}
        </ol>
      )}
      {asked && (
        <DeedDialog
          word={wordOf(asked)}
          onClose={() => setAsked(null)}
          onYes={(note) => act(asked, note)}
        />
      )}
    </Card>
  );
}

function request(deed: Deed, game: AdminGameDetail, note: string) {
  const params = { path: { id: game.id } };
  const body = { note };
  switch (deed) {
    case "close":
      return api.POST("/api/admin/rooms/{id}/close", { params, body });
    case "delete":
      return api.DELETE("/api/admin/games/{id}", { params, body });
    case "restore":
      return api.POST("/api/admin/games/{id}/restore", { params, body });
    case "ban1":
    case "ban2": {
      const id = game.players[deed === "ban1" ? 0 : 1];
      return api.PUT("/api/admin/players/{id}/ban", { params: { path: { id } }, body });
    }
  }
}
