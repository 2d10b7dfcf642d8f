/** Finds a new partner among the same people: back in the lobby, and ready. */
import { type Answer, api, ask, type Matched } from "../api/client";
import { openEvents } from "../api/events";

/** How long a match with a partner who is already ready may take, in ms. */
export const MATCH_WAIT = 1500;

/**
 * The lobby's page opens its stream within this time, in ms; until then this stream keeps the
 * player present.
 */
const HANDOVER = 5000;

/**
 * Resolves to the room if a partner was already waiting, else to null: the lobby is the place to
 * wait, or to choose.
 */
export async function findNewPartner(code: string): Promise<Answer<string | null>> {
  const path = { params: { path: { code } } };
  const joined = await ask(api.POST("/api/lobbies/{code}/members", path));
  if (!joined.ok) return joined;
  if (joined.data.rules.pairing === "pick") return { ok: true, data: null };

  // The server matches only players whose page listens, so that nobody waits in a room for a page
  // that is gone.
  const matched = new Promise<string | null>((found) => {
    const events = openEvents(`api/lobbies/${encodeURIComponent(code)}/events?beats=true`, {
      on: { matched: (data) => found((data as Matched).room) },
      onBeat: () =>
        void ask(
          api.PUT("/api/lobbies/{code}/members/me/beat", { ...path, body: { idle: false } }),
        ),
    });
    setTimeout(() => found(null), MATCH_WAIT);
    setTimeout(() => events.close(), HANDOVER);
  });
  const ready = await ask(
    api.PUT("/api/lobbies/{code}/members/me/ready", { ...path, body: { ready: true } }),
  );
  return ready.ok ? { ok: true, data: await matched } : ready;
}
