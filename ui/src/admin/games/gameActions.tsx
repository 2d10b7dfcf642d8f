import { useCallback, useEffect, useState } from "preact/hooks";
import { type AdminGameDetail, type AuditEntry, api, formatFailure } from "../../api/client";
import { Card } from "../../design/card";
import { Button } from "../../design/form/button";
import { toast } from "../../design/toast";
import { t } from "../../i18n";
import { formatAction, formatWhen } from "../format";
import { ReasonDialog } from "../reasonDialog";
import { askAsAdmin } from "../session";
import { anyGame, filterPath } from "./filter";
import "./gameActions.css";

type GameAction = "close" | "delete" | "restore" | "ban1" | "ban2";

interface Props {
  game: AdminGameDetail;
  /** The game has changed. */
  onChange: () => void;
}

/** The operator's actions on a game and its players, and the log of past ones. */
export function AdminGameActions({ game, onChange }: Props) {
  const [asked, setAsked] = useState<GameAction | null>(null);
  const [audit, setAudit] = useState<AuditEntry[]>([]);

  const loadAudit = useCallback(async () => {
    const subjects = [game.id, ...game.players.filter(Boolean)];
    const answers = await Promise.all(
      subjects.map((subject) =>
        askAsAdmin(api.GET("/api/admin/audit", { params: { query: { subject, limit: 20 } } })),
      ),
    );
    const all = answers.flatMap((answer) => (answer.ok ? answer.data.entries : []));
    setAudit(all.sort((a, b) => b.id - a.id));
  }, [game]);
  useEffect(() => void loadAudit(), [loadAudit]);

  async function act(action: GameAction, note: string) {
    const answer = await askAsAdmin(request(action, game, note));
    if (!answer.ok) {
      toast(formatFailure(answer.failure));
      return false;
    }
    toast(t("admin.done"));
    onChange();
    void loadAudit();
    return true;
  }

  const actions: GameAction[] = [
    game.state === "live" ? "close" : game.deleted_at ? "restore" : "delete",
    ...(game.players[0] ? (["ban1"] as const) : []),
    ...(game.players[1] ? (["ban2"] as const) : []),
  ];
  const labelOf = (action: GameAction) =>
    action === "ban1" || action === "ban2"
      ? t("admin.ban", { name: game.seats[action === "ban1" ? 0 : 1].name })
      : t(`admin.gameAction.${action}`);
  return (
    <Card class="admin-actions">
      <h2>{t("admin.actions")}</h2>
      {game.deleted_at && <p>{t("admin.deletedAt", { when: formatWhen(game.deleted_at) })}</p>}
      <div class="admin-actions-buttons">
        {actions.map((action) => (
          <Button key={action} variant="wash" size="small" onClick={() => setAsked(action)}>
            {labelOf(action)}
          </Button>
        ))}
        {game.players.map(
          (player, i) =>
            player && (
              <Button
                key={player}
                variant="quiet"
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
        <ReasonDialog
          word={labelOf(asked)}
          onClose={() => setAsked(null)}
          onYes={(note) => act(asked, note)}
        />
      )}
    </Card>
  );
}

function request(action: GameAction, game: AdminGameDetail, note: string) {
  const params = { path: { id: game.id } };
  const body = { note };
  switch (action) {
    case "close":
      return api.POST("/api/admin/rooms/{id}/close", { params, body });
    case "delete":
      return api.DELETE("/api/admin/games/{id}", { params, body });
    case "restore":
      return api.POST("/api/admin/games/{id}/restore", { params, body });
    case "ban1":
    case "ban2": {
      const id = game.players[action === "ban1" ? 0 : 1];
      return api.PUT("/api/admin/players/{id}/ban", { params: { path: { id } }, body });
    }
  }
}
