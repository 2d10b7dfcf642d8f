/** The operator's session: a cookie that no script can read. That there is one is kept for this tab only. */

import { signal } from "@preact/signals";
import { type Answer, api, ask } from "../api/client";

const remembering = "tandem.admin";

function stored(): boolean {
  try {
    return sessionStorage.getItem(remembering) === "yes";
  } catch {
    return false;
  }
}

export const signedIn = signal(stored());

function set(on: boolean): void {
  signedIn.value = on;
  try {
    if (on) sessionStorage.setItem(remembering, "yes");
    else sessionStorage.removeItem(remembering);
  } catch {
    // As long as the page is not loaded again.
  }
}

/** Exchanges the admin token for a session. */
export async function signIn(token: string): Promise<Answer<unknown>> {
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await ask(api.POST("/api/admin/session", { headers }));
  if (answer.ok) set(true);
  return answer;
}

export function signOut(): void {
  set(false);
  void ask(api.DELETE("/api/admin/session"));
}

/** As `ask`; a session that does not hold (any more) signs out. */
export async function askAsAdmin<T>(request: Parameters<typeof ask<T>>[0]): Promise<Answer<T>> {
  const answer = await ask(request);
  if (!answer.ok && answer.failure.kind === "refused" && answer.failure.status === 401) set(false);
  return answer;
}
