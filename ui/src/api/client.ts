/** The page's requests, typed by the server's own OpenAPI document (`schema.d.ts` is generated). */

import createClient from "openapi-fetch";
import { t } from "../i18n";
import { missSession, obstacle } from "./obstacle";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];
export type Lobby = Schemas["Lobby"];
export type ListedLobby = Schemas["ListedLobby"];
export type LobbyGame = Schemas["LobbyGame"];
export type Member = Schemas["Member"];
export type LobbyChange = Schemas["LobbyChange"];
export type Settings = Schemas["Settings"];
export type Rules = Schemas["Rules"];
export type Role = Schemas["SetRole"]["role"];
export type Player = Schemas["Player"];
export type Game = Schemas["Game"];
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

export const api = createClient<paths>();

/** Why there is no answer: nothing came back, or the server refused and said why. */
export type Failure =
  | { kind: "unreached" }
  /** Without a code it was not Tandem that answered. */
  | { kind: "refused"; status: number; code?: Code; detail?: string; room?: string };

export type Answer<T> = { ok: true; data: T } | { ok: false; failure: Failure };

/** Waits for a request and tells its two ends apart; never throws for what a network does. */
export async function ask<T>(
  request: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<Answer<T>> {
  let answer: Awaited<typeof request>;
  try {
    answer = await request;
  } catch (err) {
    // Something that is not JSON came with a status that says that all is well.
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
  else if (code === "no_session") missSession();
  return {
    ok: false,
    failure: { kind: "refused", status, code, detail: problem?.detail, room: problem?.room },
  };
}

/** One sentence about a failure, for people, in their language. */
export function sayFailure(failure: Failure): string {
  if (failure.kind === "refused" && failure.code) {
    const said = t(`problem.${failure.code}`);
    // Which line of what was written is wrong, the server alone can say.
    if (failure.code === "invalid" && failure.detail) return `${said} (${failure.detail})`;
    // A newer Tandem may have reasons that this page doesn't know.
    return said ?? failure.detail ?? t("error.unknown");
  }
  if (failure.kind === "refused" && isFromBetween(failure))
    return t("error.between.text", { status: failure.status });
  if (failure.kind === "refused" && !isPassing(failure)) return t("error.unknown");
  return navigator.onLine ? t("error.away.title") : t("error.offline.title");
}

/** Whether trying the same again later may help. */
export function isPassing(failure: Failure): boolean {
  return failure.kind === "unreached" || failure.status >= 500 || failure.status === 429;
}

/** Whether something on the way answered in Tandem's place: every refusal of Tandem's own has a code. */
export function isFromBetween(failure: Failure): boolean {
  return failure.kind === "refused" && !failure.code && !isPassing(failure);
}
