/** Shares a drawing's link by whatever means the browser has. */

/**
 * The outcome: the share sheet was opened, the link was copied, or the player has to copy it by
 * hand.
 */
export type Shared = "passedOn" | "copied" | "byHand";

/** Plain http has neither a share sheet nor a clipboard. */
export async function shareLink(url: string, title: string): Promise<Shared> {
  if (typeof navigator.share === "function") {
    // Closing the sheet without sharing is not a failure.
    await navigator.share({ title, url }).catch(() => {});
    return "passedOn";
  }
  try {
    await navigator.clipboard.writeText(url);
    return "copied";
  } catch {
    return "byHand";
  }
}
