import type { Answer } from "../api/client";
import { introduce, me } from "../me/me";

/** Makes a visitor a player, unless the page knows that they are one. */
export async function ensureSession(): Promise<Answer<unknown>> {
  return me.value ? { ok: true, data: me.value } : introduce();
}
