import { type ReadonlySignal, signal } from "@preact/signals";
import { api, ask, type Chat, isTemporary } from "../api/client";
import { openEvents } from "../api/events";
import { loadMe, me } from "../me/me";
import { addNews, SILENCE, type Talk } from "./talk";

/** Follows the chat of a lobby from a room. Call `close` when the room is left. */
export function openRoomTalk(code: string): { talk: ReadonlySignal<Talk>; close: () => void } {
  const talk = signal(SILENCE);
  const path = { params: { path: { code } } };
  void loadMe(); // so that the player's own lines are known

  function end() {
    events.close();
    talk.value = SILENCE;
  }

  /** The stream was refused: for good, if the lobby has closed or the player has left it. */
  async function checkRefusal() {
    const found = await ask(api.GET("/api/lobbies/{code}", path));
    if (
      found.ok
        ? !found.data.members.some(({ id }) => id === me.value?.id)
        : !isTemporary(found.failure)
    )
      end();
  }

  const events = openEvents(`api/lobbies/${encodeURIComponent(code)}/chat?beats=true`, {
    on: {
      chat(news) {
        talk.value = addNews(talk.value, news as Chat);
      },
      removed: end,
    },
    onBeat() {}, // the room's own line is the sign of life
    onRefused: () => void checkRefusal(),
  });
  return { talk, close: events.close };
}
