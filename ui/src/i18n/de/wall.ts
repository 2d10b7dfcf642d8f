import type { wall as english } from "../en/wall";
import type { Translated } from "../messages";

export const wall: Translated<typeof english> = {
  "wall.join": "Komm herein und zeichne mit",
  "wall.nextWave": "Nächste Welle in",
  "wall.done": "Fertig in",
  "wall.soon": "gleich",
  "wall.ready": "Bereit zum Zeichnen",
  "wall.readyOf": "{ready} von {here}",
  "wall.round": "Runde {n}",
  "wall.paused": "Pause",
  "wall.members": "Diese Wand ist nur für Mitglieder",
  "wall.membersText": "Komm zuerst in die Lobby. Der Host kann sie auch für alle öffnen.",
  "wall.toLobby": "Zur Lobby",
  "wall.unknownText": "Prüfe die drei Wörter des Links.",
};
