export const games = {
  "games.title": "Your games",
  "games.none": "No game yet",
  "games.noneText": "Every drawing you have a pen in is kept here, for this browser.",
  "games.play": "Play one",
  "games.older": "Older games",
  "games.untitled": "A drawing",
  "games.with": "With {name}, {date}",
  "games.open": "open to others",
  "games.forget": "Forget me",
  "games.forgetTitle": "Forget you everywhere?",
  "games.forgetText":
    "Your name and your places in lobbies and games go for good, and you will not find these drawings any more. A drawing stays without your name; when your partner is forgotten, too, it goes.",
  "games.forgotten": "You are forgotten.",
} as const;
