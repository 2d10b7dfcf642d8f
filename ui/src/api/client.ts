/** The page's requests, typed by the server's own OpenAPI document (`schema.d.ts` is generated). */

import createClient from "openapi-fetch";
import { t } from "../i18n";
import { obstacle, reportMissingSession } from "./obstacle";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];
export type Lobby = Schemas["Lobby"];
export type ListedLobby = Schemas["ListedLobby"];
export type LobbyGame = Schemas["LobbyGame"];
export type Member = Schemas["Member"];
export type Chat = Schemas["Chat"];
export type ChatLine = Schemas["ChatLine"];
export type LobbyChange = Schemas["LobbyChange"];
export type Settings = Schemas["Settings"];
export type Rules = Schemas["Rules"];
export type Role = Schemas["SetRole"]["role"];
export type Player = Schemas["Player"];
export type Game = Schemas["Game"];
export type Ghost = Schemas["Ghost"];
export type Exhibit = Schemas["Exhibit"];
export type MyGame = Schemas["MyGame"];
export type AdminGame = Schemas["AdminGame"];
export type AdminLobby = Schemas["AdminLobby"];
export type AdminPlayer = Schemas["AdminPlayer"];
export type AdminDay = Schemas["AdminDay"];
export type AuditEntry = Schemas["AuditEntry"];
export type Report = Schemas["Report"];
export type AdminGameDetail = Schemas["AdminGameDetail"];
export type Again = Schemas["Again"];
export type Between = Schemas["Between"];
export type Quick = Schemas["Quick"];
export type Wish = Schemas["Wish"];
export type Matched = Schemas["Matched"];
export type PromptSet = Schemas["PromptSet"];
export type WritePromptSet = Schemas["WritePromptSet"];
export type AdminPromptSet = Schemas["AdminPromptSet"];
export type PromptPool = Schemas["PromptPool"];
type Problem = Schemas["Problem"];
type Code = Problem["code"];

export const api = createClient<paths>({ baseUrl: "." });

/** Why a request failed: the server was not reached, or it refused. */
export type Failure =
  | { kind: "unreached" }
  /** Without a code, the answer did not come from Tandem. */
  | { kind: "refused"; status: number; code?: Code; detail?: string; room?: string };

export type Answer<T> = { ok: true; data: T } | { ok: false; failure: Failure };

/** Waits for a request and returns its data or its failure; never throws for network errors. */
export async function ask<T>(
  request: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<Answer<T>> {
  let answer: Awaited<typeof request>;
  try {
    answer = await request;
  } catch (err) {
    // The answer had a success status but was not JSON.
    if (err instanceof SyntaxError) return { ok: false, failure: { kind: "refused", status: 200 } };
    return { ok: false, failure: { kind: "unreached" } };
  }
  if (answer.response.ok) return { ok: true, data: answer.data as T };
  const problem = answer.error as Partial<Problem> | undefined;
  const { status } = answer.response;
  const code = problem?.code;
  if (code === "wrong_address" && problem?.address)
    obstacle.value = { kind: code, address: problem.address };
  else if (code === "foreign_origin") obstacle.value = { kind: code };
  else if (code === "no_session") reportMissingSession();
  return {
    ok: false,
    failure: { kind: "refused", status, code, detail: problem?.detail, room: problem?.room },
  };
}

/** Describes a failure in one sentence, in the player's language. */
export function formatFailure(failure: Failure): string {
  if (failure.kind === "refused" && failure.code) {
    const said = t(`problem.${failure.code}`);
    // Only the server can say which line of the input is wrong.
    if (failure.code === "invalid" && failure.detail) return `${said} (${failure.detail})`;
    // A newer server may have codes that this page does not know.
    return said ?? failure.detail ?? t("error.unknown");
  }
  if (failure.kind === "refused" && isFromProxy(failure))
    return t("error.between.text", { status: failure.status });
  if (failure.kind === "refused" && !isTemporary(failure)) return t("error.unknown");
  return navigator.onLine ? t("error.away.title") : t("error.offline.title");
}

/** Whether the failure is temporary, so that a retry may help. */
export function isTemporary(failure: Failure): boolean {
  return failure.kind === "unreached" || failure.status >= 500 || failure.status === 429;
}

/** Whether a proxy answered instead of Tandem: every refusal of Tandem has a code. */
export function isFromProxy(failure: Failure): boolean {
  return failure.kind === "refused" && !failure.code && !isTemporary(failure);
}
