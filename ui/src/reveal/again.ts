/** Someone new among the same people: back in the lobby, and ready. */
import { type Answer, api, ask, type Matched } from "../api/client";
import { openEvents } from "../api/events";

/** How long a partner who is ready already takes to be found, in ms. */
export const SOON = 1500;

/** The lobby's own page opens its stream within this time, in ms; the player is there until then. */
const HANDOVER = 5000;

/** The room if a partner was waiting already, else null: the lobby is the place to wait, or to pick. */
export async function findSomeone(code: string): Promise<Answer<string | null>> {
  const path = { params: { path: { code } } };
  const joined = await ask(api.POST("/api/lobbies/{code}/members", path));
  if (!joined.ok) return joined;
  if (joined.data.rules.pairing === "pick") return { ok: true, data: null };

  // Only who listens is matched, so that nobody waits in a room for a page that is gone.
  const matched = new Promise<string | null>((found) => {
    const events = openEvents(`/api/lobbies/${encodeURIComponent(code)}/events?beats=true`, {
      on: { matched: (data) => found((data as Matched).room) },
      onBeat: () =>
        void ask(
          api.PUT("/api/lobbies/{code}/members/me/beat", { ...path, body: { idle: false } }),
        ),
    });
    setTimeout(() => found(null), SOON);
    setTimeout(() => events.close(), HANDOVER);
  });
  const ready = await ask(
    api.PUT("/api/lobbies/{code}/members/me/ready", { ...path, body: { ready: true } }),
  );
  return ready.ok ? { ok: true, data: await matched } : ready;
}
