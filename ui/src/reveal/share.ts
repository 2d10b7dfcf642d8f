/** Passing a drawing's link on, as well as the browser can. */

/** What came of it: the phone's own sheet took over, the link is copied, or neither is to be had. */
export type Shared = "passedOn" | "copied" | "byHand";

/** Plain http has neither a share sheet nor a clipboard. */
export async function shareLink(url: string, title: string): Promise<Shared> {
  if (typeof navigator.share === "function") {
    // Who closes the sheet without sharing has not failed.
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
