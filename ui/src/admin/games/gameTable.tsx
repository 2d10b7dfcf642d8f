import type { AdminGame } from "../../api/client";
import { SeatName } from "../../design/icons/seat";
import { type Column, Table } from "../../design/table";
import { formatLength, formatNumber, t } from "../../i18n";
import { AdminPicture } from "../adminPicture";
import { formatSource, formatWhen } from "../format";
import { anyGame, filterPath } from "./filter";
import { GameStateChip } from "./gameStateChip";
import "./gameTable.css";

/** The games as rows, on the phone as cards. A row links to its game. */
export function GameTable({ games }: { games: readonly AdminGame[] }) {
  const columns: Column[] = [
    { word: t("admin.picture"), hideHeading: true },
    { word: t("admin.players") },
    { word: t("admin.lobby") },
    { word: t("admin.theme") },
    { word: t("admin.state") },
    { word: t("admin.started") },
    { word: t("admin.length"), number: true },
    { word: t("admin.strokes"), number: true },
    { word: t("admin.prompts") },
  ];
  return (
    <Table columns={columns} class="game-table">
      {games.map((game) => (
        <GameRow key={game.id} game={game} />
      ))}
    </Table>
  );
}

function GameRow({ game }: { game: AdminGame }) {
  const [a, b] = game.seats;
  return (
    <tr>
      <td class="game-picture">
        <span style={{ "--own-paper": game.paper || undefined }}>
          {game.picture && <AdminPicture of={game.picture} width={132} shown={66} alt="" />}
        </span>
      </td>
      <td class="game-players">
        <a href={`admin/games/${game.id}`}>
          <SeatName seat={1} name={a.name} quiet /> <SeatName seat={2} name={b.name} quiet />
        </a>
      </td>
      <td data-name={t("admin.lobby")}>
        {game.lobby ? (
          <a href={filterPath({ ...anyGame, lobby: game.lobby })}>{game.lobby}</a>
        ) : (
          t("admin.noLobby")
        )}
      </td>
      <td data-name={t("admin.theme")}>{game.theme || t("admin.notDealt")}</td>
      <td class="game-state">
        <GameStateChip state={game.state} />
      </td>
      <td data-name={t("admin.started")}>{formatWhen(game.started_at ?? game.created_at)}</td>
      <td class="number" data-name={t("admin.length")}>
        {formatLength(game.play_ms)}
      </td>
      <td class="number" data-name={t("admin.strokes")}>
        {formatNumber(game.strokes)}
      </td>
      <td data-name={t("admin.prompts")}>{formatSource(game)}</td>
    </tr>
  );
}
