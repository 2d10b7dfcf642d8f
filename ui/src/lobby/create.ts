import { type Answer, api, ask, type Lobby } from "../api/client";
import { language } from "../i18n";
import { introduce } from "../me/me";

/** Creates a lobby for the player, under the name and with prompts in the language on the page. */
export async function createLobby(): Promise<Answer<Lobby>> {
  const known = await introduce();
  const body = { settings: { language: language.value } };
  return known.ok ? ask(api.POST("/api/lobbies", { body })) : known;
}
