/** Shares a drawing as a file, by the device's share sheet. */

const types = { png: "image/png", gif: "image/gif", mp4: "video/mp4", webm: "video/webm" };

export type SharedEnd = keyof typeof types;

/** A file that a share sheet knows the kind of, by the end of its name. */
export function shareable(content: Blob, name: string, end: SharedEnd): File {
  return new File([content], `${name}.${end}`, { type: types[end] });
}

/** Whether this device has a share sheet that takes such a file. Plain http has none. */
export function canShare(file: File): boolean {
  return navigator.canShare?.({ files: [file] }) ?? false;
}

/** Opens the share sheet. Call it from a press. @throws if the device refuses the file. */
export async function shareFile(file: File, title: string): Promise<void> {
  try {
    await navigator.share({ files: [file], title });
  } catch (err) {
    // Closing the sheet without sharing is not a failure.
    if (!(err instanceof Error && err.name === "AbortError")) throw err;
  }
}
