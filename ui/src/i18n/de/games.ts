import type { games as english } from "../en/games";
import type { Translated } from "../messages";

export const games: Translated<typeof english> = {
  "games.title": "Deine Spiele",
  "games.none": "Noch kein Spiel",
  "games.noneText":
    "Jede Zeichnung, bei der du den Stift in der Hand hattest, wird hier für diesen Browser aufgehoben.",
  "games.play": "Jetzt spielen",
  "games.older": "Ältere Spiele",
  "games.untitled": "Eine Zeichnung",
  "games.with": "Mit {name}, {date}",
  "games.open": "offen für andere",
  "games.forget": "Vergiss mich",
  "games.forgetTitle": "Dich überall vergessen?",
  "games.forgetText":
    "Dein Name und deine Plätze in Lobbys und Spielen verschwinden für immer, und du findest diese Zeichnungen nicht mehr. Eine Zeichnung bleibt ohne deinen Namen; wird auch dein Gegenüber vergessen, verschwindet sie.",
  "games.forgotten": "Du bist vergessen.",
};
