/**
 * The operator's session, a cookie that scripts cannot read. This tab remembers only that there is
 * one.
 */

import { signal } from "@preact/signals";
import { type Answer, api, ask } from "../api/client";

const STORAGE_KEY = "tandem.admin";

function stored(): boolean {
  try {
    return sessionStorage.getItem(STORAGE_KEY) === "yes";
  } catch {
    return false;
  }
}

export const signedIn = signal(stored());

function setSignedIn(on: boolean): void {
  signedIn.value = on;
  try {
    if (on) sessionStorage.setItem(STORAGE_KEY, "yes");
    else sessionStorage.removeItem(STORAGE_KEY);
  } catch {
    // Then it lasts until the page is reloaded.
  }
}

/** Exchanges the admin token for a session. */
export async function signIn(token: string): Promise<Answer<unknown>> {
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await ask(api.POST("/api/admin/session", { headers }));
  if (answer.ok) setSignedIn(true);
  return answer;
}

export function signOut(): void {
  setSignedIn(false);
  void ask(api.DELETE("/api/admin/session"));
}

/** Like `ask`, but signs out when the session is not valid (any more). */
export async function askAsAdmin<T>(request: Parameters<typeof ask<T>>[0]): Promise<Answer<T>> {
  const answer = await ask(request);
  if (!answer.ok && answer.failure.kind === "refused" && answer.failure.status === 401)
    setSignedIn(false);
  return answer;
}
