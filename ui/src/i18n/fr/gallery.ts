import type { gallery as english } from "../en/gallery";
import type { Translated } from "../messages";

export const gallery: Translated<typeof english> = {
  "gallery.title": "Galerie",
  "gallery.about": "Des dessins faits à deux, avec des idées que l’autre ne voyait pas.",
  "gallery.order": "Ordre",
  "gallery.newest": "Récents",
  "gallery.mostLiked": "Préférés",
  "gallery.week": "Cette semaine",
  "gallery.theme": "Thème",
  "gallery.anyTheme": "Tous les thèmes",
  "gallery.language": "Langue des idées",
  "gallery.anyLanguage": "Toutes les langues",

  "gallery.like": "J’aime {title}",
  "gallery.likes.one": "{n} j’aime",
  "gallery.likes.other": "{n} j’aime",
  "gallery.notYet": "Ton cœur comptera quand tu auras fini une partie avec quelqu’un.",
  "gallery.more": "Plus de dessins",
  "gallery.moreOf": "D’autres dessins de la galerie",

  "gallery.none": "Le mur est encore nu",
  "gallery.noneText":
    "Dessine avec quelqu’un et accrochez-le ici : vous le dites tous les deux sous le dessin.",
  "gallery.noneFound": "Pas encore de dessin comme ça",
  "gallery.noneFoundText": "Essaie un autre thème ou une autre langue, ou dessine le premier.",
  "gallery.all": "Tous les dessins",
  "gallery.draw": "En dessiner un",

  "gallery.off": "Pas de galerie ici",
  "gallery.offText": "Ce Tandem n’en a pas.",

  "gallery.show": "Le montrer dans la galerie",
  "gallery.out":
    "Tout le monde l’y voit, avec vos noms. Il faut que vous le vouliez tous les deux.",
  "gallery.partnerShows": "{name} le montrerait. Il faut que vous le vouliez tous les deux.",
  "gallery.waitsForPartner": "Il y sera accroché quand {name} le voudra aussi.",
  "gallery.waitsForOperator":
    "Il y sera accroché quand la personne qui gère ce Tandem l’aura regardé.",
  "gallery.in": "Il est dans la galerie. Chacun de vous peut le retirer.",
  "gallery.refused": "Il n’y est pas montré.",
  "gallery.see": "Voir la galerie",
  "gallery.report": "Signaler",
  "gallery.reportTitle": "Signaler ce dessin ?",
  "gallery.reportText": "La personne qui gère ce Tandem va le regarder.",
};
