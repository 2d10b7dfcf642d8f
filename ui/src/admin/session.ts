/** The operator's sign-in: the admin token, kept for this tab only. */

import { signal } from "@preact/signals";
import { type Answer, ask } from "../api/client";

const remembering = "tandem.admin";

function stored(): string {
  try {
    return sessionStorage.getItem(remembering) ?? "";
  } catch {
    return "";
  }
}

/** "" while nobody is signed in. */
export const adminToken = signal(stored());

export function signIn(token: string): void {
  adminToken.value = token;
  try {
    sessionStorage.setItem(remembering, token);
  } catch {
    // Signed in until the page is loaded again.
  }
}

export function signOut(): void {
  signIn("");
}

/** The header that brings a token. */
export function bearer(token: string): { Authorization: string } {
  return { Authorization: `Bearer ${token}` };
}

/** As `ask`; a token that does not hold (any more) signs out. */
export async function askAsAdmin<T>(request: Parameters<typeof ask<T>>[0]): Promise<Answer<T>> {
  const answer = await ask(request);
  if (!answer.ok && answer.failure.kind === "refused" && answer.failure.status === 401) signOut();
  return answer;
}
