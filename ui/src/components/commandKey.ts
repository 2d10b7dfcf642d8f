/** What the key of commands is called on this device, and how a key with it is written. */
export const COMMAND = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl";

export function withCommand(key: string): string {
  return COMMAND === "Ctrl" ? `Ctrl+${key}` : `⌘${key}`;
}
