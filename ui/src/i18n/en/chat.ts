/** The words of a lobby's chat. Its views add them. */
export const chat = {
  "chat.title": "Chat",
  "chat.lines": "What was said",
  "chat.empty": "Nothing said here is kept once everybody has left.",
  "chat.you": "You",
  "chat.say": "Say something",
  "chat.send": "Send",
  "chat.long": "{n} characters; {most} is the most.",
  "chat.unread.one": "{n} new line",
  "chat.unread.other": "{n} new lines",
  "chat.tools": "Mute or clear",
  "chat.mute": "Hide for yourself what they say",
  "chat.muteName": "Mute {name}",
  "chat.clear": "Clear for everybody",
  "chat.close": "Close the chat",
  "chat.inRooms": "Chat during games, too",
  "chat.alsoInGames": "during games, too",

  "problem.unfit_line": "This line isn’t for everyone. Choose kinder words.",
  "problem.no_chat":
    "There is no chat here now: none in a lobby listed for everybody, and during games only if the host lets you.",
} as const;
