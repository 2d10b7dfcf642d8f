import type { ghost as english } from "../en/ghost";
import type { Translated } from "../messages";

export const ghost: Translated<typeof english> = {
  "ghost.nobody":
    "Personne pour l’instant. Il y a un fantôme : de l’encre laissée dans une partie passée.",
  "ghost.idleText":
    "Sur l’autre moitié s’anime l’encre que quelqu’un a laissée dans une partie passée. Ça commence tout de suite.",
  "ghost.matched": "Tu dessines avec un fantôme",
  "ghost.with": "Tu dessines avec l’encre que {name} a laissée le {date}.",
  "ghost.drew": "Tu as dessiné avec l’encre que {name} a laissée le {date}.",
  "ghost.ink": "encre du {date}",
  "ghost.leaveText": "Le fantôme part avec toi, et le dessin est gardé tel quel.",
  "ghost.another": "Un autre fantôme",
  "ghost.waiting.one": "{n} personne attend quelqu’un pour dessiner.",
  "ghost.waiting.other": "{n} personnes attendent quelqu’un pour dessiner.",
  "ghost.soon.one":
    "En ce moment, {n} autre personne dessine avec un fantôme. Attends un peu : elle saura que tu es là.",
  "ghost.soon.other":
    "En ce moment, {n} autres personnes dessinent avec des fantômes. Attends un peu : elles sauront que tu es là.",
};
