/**
 * Why a room closes a socket, and what the page does about it. The table is the server's
 * (room/close.go); a Go test checks that the two are equal.
 */

/** Whether the page reconnects by itself after a close. */
export type Return = "returns" | "stays";

export const closeCodes = {
  resume: { code: 4000, return: "returns" },
  restarting: { code: 4001, return: "returns" },
  slow: { code: 4002, return: "returns" },
  gap: { code: 4003, return: "returns" },
  too_often: { code: 4004, return: "returns" },
  replaced: { code: 4100, return: "stays" },
  kept: { code: 4101, return: "stays" },
  malformed: { code: 4102, return: "stays" },
  too_fast: { code: 4103, return: "stays" },
  not_your_seat: { code: 4104, return: "stays" },
  left: { code: 4105, return: "stays" },
} as const satisfies Record<string, { code: number; return: Return }>;

export type CloseReason = keyof typeof closeCodes;

/** A close after which the page does not reconnect by itself. */
export type FinalReason = {
  [R in CloseReason]: (typeof closeCodes)[R]["return"] extends "stays" ? R : never;
}[CloseReason];

const finalReasons = new Map<number, FinalReason>(
  (Object.entries(closeCodes) as [CloseReason, { code: number; return: Return }][])
    .filter(([, { return: r }]) => r === "stays")
    .map(([reason, { code }]) => [code, reason as FinalReason]),
);

/**
 * The reason not to reconnect, or undefined when the page should reconnect. Codes that are not in
 * the table (1006, 1001, 1011…) are network trouble.
 */
export function finalReason(code: number): FinalReason | undefined {
  return finalReasons.get(code);
}
