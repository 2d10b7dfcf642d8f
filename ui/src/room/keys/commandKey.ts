/** The name of the command key on this device, and the keys for undo and redo. */
const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

export const COMMAND = MAC ? "⌘" : "Ctrl";
export const UNDO = [COMMAND, "Z"];
export const REDO = MAC ? ["⇧", COMMAND, "Z"] : [COMMAND, "Y"];

/** Formats keys that are pressed together. */
export function formatKeys(keys: readonly string[]): string {
  return keys.join(MAC ? "" : "+");
}
