import type { chat as english } from "../en/chat";
import type { Translated } from "../messages";

export const chat: Translated<typeof english> = {
  "chat.title": "Chat",
  "chat.lines": "Was gesagt wurde",
  "chat.empty": "Was hier steht, ist weg, sobald alle gegangen sind.",
  "chat.you": "Du",
  "chat.say": "Schreib etwas",
  "chat.send": "Senden",
  "chat.long": "{n} Zeichen; höchstens {most} sind möglich.",
  "chat.unread.one": "{n} neue Nachricht",
  "chat.unread.other": "{n} neue Nachrichten",
  "chat.tools": "Stummschalten oder leeren",
  "chat.mute": "Für dich ausblenden, was sie schreiben",
  "chat.muteName": "{name} stummschalten",
  "chat.clear": "Für alle leeren",
  "chat.close": "Chat schließen",
  "chat.inRooms": "Chat auch während der Spiele",
  "chat.alsoInGames": "auch während der Spiele",

  "problem.unfit_line": "Das ist nicht für alle geeignet. Nimm nettere Worte.",
  "problem.no_chat":
    "Hier ist gerade kein Chat: keiner in einer Lobby, die alle sehen, und während eines Spiels nur, wenn der Host es erlaubt.",
};
