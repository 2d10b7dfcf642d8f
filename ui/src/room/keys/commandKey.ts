/** What the key of commands is called on this device, and which keys undo and redo. */
const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

export const COMMAND = MAC ? "⌘" : "Ctrl";
export const UNDO = [COMMAND, "Z"];
export const REDO = MAC ? ["⇧", COMMAND, "Z"] : [COMMAND, "Y"];

/** Keys that are pressed together, in one word. */
export function together(keys: readonly string[]): string {
  return keys.join(MAC ? "" : "+");
}
