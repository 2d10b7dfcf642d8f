/** The player: a name that this browser remembers, and the server's guest session. */

import { signal } from "@preact/signals";
import { type Answer, api, ask, type Player } from "../api/client";
import { beginSession, obstacle, reportMissingSession } from "../api/obstacle";
import { forgetHere, remember, remembered } from "../browser/remember";
import { namesSpoken } from "../i18n";
import { friendlyName } from "./friendlyName";

const STORAGE_KEY = "tandem.name";

/** The longest name, in characters. */
export const MAX_NAME_LENGTH = 24;

/** The player's name: the saved one, or a friendly one until there is one. */
export const myName = signal("");

/** The session's player; undefined until loaded, null without a session. */
export const me = signal<Player | null | undefined>(undefined);

/** Call this once the language is known. */
export function initName(): void {
  myName.value = remembered(STORAGE_KEY) ?? friendlyName(namesSpoken());
}

/** Loads the session's player, if there is a session. */
export async function loadMe(): Promise<Answer<Player | null>> {
  if (me.value !== undefined) return { ok: true, data: me.value };
  const answer = await ask<Player | undefined>(api.GET("/api/me"));
  if (!answer.ok) return answer;
  me.value = answer.data ?? null;
  if (me.value) myName.value = me.value.name;
  else reportMissingSession();
  return { ok: true, data: me.value };
}

/** The server does not know the session any more; the next `introduce` begins a new one. */
export function dropSession(): void {
  me.value = null;
}

/** Deletes the player on the server, and the name in this browser. */
export async function deleteMe(): Promise<Answer<unknown>> {
  const answer = await ask(api.DELETE("/api/me"));
  if (!answer.ok) return answer;
  me.value = null;
  forgetHere(STORAGE_KEY);
  myName.value = friendlyName(namesSpoken());
  return answer;
}

/** Changes the name: here at once, and on the server if there is a session. */
export async function rename(name: string): Promise<Answer<Player> | null> {
  myName.value = name;
  remember(STORAGE_KEY, name);
  return me.value ? introduce() : null;
}

/** Sends the name to the server; begins a session if there is none. */
export async function introduce(): Promise<Answer<Player>> {
  remember(STORAGE_KEY, myName.value);
  // Without cookies, the browser would be a new player each time.
  if (globalThis.navigator?.cookieEnabled === false) obstacle.value = { kind: "no_cookies" };
  if (obstacle.value) return { ok: false, failure: { kind: "refused", status: 401 } };
  const isNew = !me.value;
  const answer = await ask(api.PUT("/api/me", { body: { name: myName.value } }));
  if (answer.ok) {
    if (isNew) beginSession();
    me.value = answer.data;
    myName.value = answer.data.name; // as cleaned by the server
  }
  return answer;
}
