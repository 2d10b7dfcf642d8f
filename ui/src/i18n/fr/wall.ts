import type { wall as english } from "../en/wall";
import type { Translated } from "../messages";

export const wall: Translated<typeof english> = {
  "wall.join": "Entre et dessine",
  "wall.nextWave": "Prochaine vague dans",
  "wall.done": "Fini dans",
  "wall.soon": "un instant",
  "wall.ready": "Prêts à dessiner",
  "wall.readyOf": "{ready} sur {here}",
  "wall.round": "Manche {n}",
  "wall.paused": "En pause",
  "wall.members": "Ce mur est réservé aux membres",
  "wall.membersText": "Entre d’abord dans le salon. Son hôte peut aussi l’ouvrir à tous.",
  "wall.toLobby": "Au salon",
  "wall.unknownText": "Vérifie les trois mots du lien.",
};
