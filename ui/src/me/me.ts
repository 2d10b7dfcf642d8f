/** Who is drawing: a name this browser remembers, and the server's guest session behind it. */

import { signal } from "@preact/signals";
import { type Answer, api, ask, type Player } from "../api/client";
import { beginSession, missSession, obstacle } from "../api/obstacle";
import { forgetHere, remember, remembered } from "../browser/remember";
import { language } from "../i18n";
import { friendlyName } from "./friendlyName";

const remembering = "tandem.name";

/** The longest name, in characters. */
export const longestName = 24;

/** The name to draw under: as saved, else a friendly one until it is. */
export const myName = signal("");

/** The session's player; undefined until asked for, null when there is no session. */
export const me = signal<Player | null | undefined>(undefined);

/** Call once the language is known. */
export function startName(): void {
  myName.value = remembered(remembering) ?? friendlyName(language.value);
}

/** Finds out whether this browser has a session. */
export async function recall(): Promise<Answer<Player | null>> {
  if (me.value !== undefined) return { ok: true, data: me.value };
  const answer = await ask<Player | undefined>(api.GET("/api/me"));
  if (!answer.ok) return answer;
  me.value = answer.data ?? null;
  if (me.value) myName.value = me.value.name;
  else missSession();
  return { ok: true, data: me.value };
}

/** The server knows the session no more; the next `introduce` begins another. */
export function forget(): void {
  me.value = null;
}

/** The server forgets the player for good, and this browser their name. */
export async function forgetMe(): Promise<Answer<unknown>> {
  const answer = await ask(api.DELETE("/api/me"));
  if (!answer.ok) return answer;
  me.value = null;
  forgetHere(remembering);
  myName.value = friendlyName(language.value);
  return answer;
}

/** Draws under a name from now on: here at once, on the server if it knows this browser. */
export async function rename(name: string): Promise<Answer<Player> | null> {
  myName.value = name;
  remember(remembering, name);
  return me.value ? introduce() : null;
}

/** Tells the server the name; begins the session if there is none. */
export async function introduce(): Promise<Answer<Player>> {
  remember(remembering, myName.value);
  // A browser that keeps no cookies would be another player each time.
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
