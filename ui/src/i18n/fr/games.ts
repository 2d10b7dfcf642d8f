import type { games as english } from "../en/games";
import type { Translated } from "../messages";

export const games: Translated<typeof english> = {
  "games.title": "Tes parties",
  "games.none": "Pas encore de partie",
  "games.noneText": "Chaque dessin où tu as tenu un crayon est gardé ici, pour ce navigateur.",
  "games.play": "Jouer une partie",
  "games.older": "Parties plus anciennes",
  "games.untitled": "Un dessin",
  "games.with": "Avec {name}, {date}",
  "games.open": "ouvert aux autres",
  "games.forget": "M’oublier",
  "games.forgetTitle": "T’oublier partout ?",
  "games.forgetText":
    "Ton nom et tes places dans les salons et les parties disparaissent pour de bon, et tu ne retrouveras plus ces dessins. Un dessin reste sans ton nom ; quand ton partenaire est oublié à son tour, il disparaît.",
  "games.forgotten": "C’est oublié.",
};
