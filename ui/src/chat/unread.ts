import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ChatLine } from "../api/client";
import { remember, remembered } from "../browser/remember";
import { me } from "../me/me";
import { muted } from "./muted";
import type { Talk } from "./talk";

const STORAGE_KEY = "tandem.chat.read";

/** The id of the last line that was shown; ids grow across lobbies. */
const read = signal(Number(remembered(STORAGE_KEY) ?? 0));

/** The lines that this player sees. */
export function heard(lines: readonly ChatLine[]): readonly ChatLine[] {
  return lines.filter(({ player }) => !muted.value.includes(player));
}

/** Counts the lines of others that came while the chat was closed. */
export function useUnread({ lines }: Talk, open: boolean): number {
  const last = lines.at(-1)?.id ?? 0;
  useEffect(() => {
    if (!open || last <= read.peek()) return;
    read.value = last;
    remember(STORAGE_KEY, `${last}`);
  }, [open, last]);
  if (open) return 0;
  return heard(lines).filter(({ id, player }) => id > read.value && player !== me.value?.id).length;
}
