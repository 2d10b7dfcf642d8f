import type { Chat, ChatLine } from "../api/client";

/** What a page knows of a lobby's chat. */
export interface Talk {
  lines: readonly ChatLine[];
}

export const SILENCE: Talk = { lines: [] };

/** The most lines that the server keeps. */
const MAX_LINES = 50;

/** Adds what the server says is new. */
export function addNews({ lines }: Talk, news: Chat): Talk {
  return {
    lines: news.all ? news.lines : [...lines, ...news.lines].slice(-MAX_LINES),
  };
}
