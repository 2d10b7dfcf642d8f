import { type Answer, api, ask, type Lobby } from "../api/client";
import { introduce } from "../me/me";

/** Creates a lobby for the player, under the name on the page. */
export async function createLobby(): Promise<Answer<Lobby>> {
  const known = await introduce();
  return known.ok ? ask(api.POST("/api/lobbies", { body: {} })) : known;
}
