/** Once more with the same people: back in the lobby, and ready. */
import { type Answer, api, ask } from "../api/client";
import { mine } from "../lobby/visit";

/** The room if a partner was waiting already, else null: the lobby is the place to wait. */
export async function playAgain(code: string): Promise<Answer<string | null>> {
  const path = { params: { path: { code } } };
  const joined = await ask(api.POST("/api/lobbies/{code}/members", path));
  if (!joined.ok) return joined;
  const ready = await ask(
    api.PUT("/api/lobbies/{code}/members/me/ready", { ...path, body: { ready: true } }),
  );
  if (!ready.ok) return ready;
  return { ok: true, data: mine(ready.data)?.room ?? null };
}
