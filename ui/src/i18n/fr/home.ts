import type { home as english } from "../en/home";
import type { Translated } from "../messages";

export const home: Translated<typeof english> = {
  "home.line1": "Deux crayons,",
  "home.line2": "une feuille.",
  "home.what": "Faites un dessin à deux en trois minutes. Chacun reçoit des **idées secrètes**.",
  "home.more": "Personne ne sait ce que ça va donner.",
  "home.play": "Jouer à deux",
  "home.quick": "Partie rapide",
  "home.ghost": "Dessiner avec un fantôme",
  "home.gallery": "Galerie",
  "home.waiting.one": "Sans compte. {n} personne attend une partie rapide.",
  "home.waiting.other": "Sans compte. {n} personnes attendent une partie rapide.",
  "home.noAccount": "Sans compte, rien à installer.",
  "home.haveCode": "Tu as un code ?",

  "example.title": "Une partie que deux personnes ont jouée",
  "example.asked": "{name} devait dessiner",
  "example.prompt1": "un escargot pressé",
  "example.prompt2": "une théière où habiter",
  "example.play": "Lancer le dessin",
  "example.pause": "Mettre le dessin en pause",

  "code.label": "Les trois mots du salon",
  "code.wrong": "Un code, c’est trois mots, comme plum-kite-otter.",
  "code.go": "OK",
};
