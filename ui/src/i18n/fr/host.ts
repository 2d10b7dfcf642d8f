import type { host as english } from "../en/host";
import type { Translated } from "../messages";

export const host: Translated<typeof english> = {
  "host.title": "Toutes les parties à la fois",
  "host.projector": "Sur un projecteur",
  "host.pause": "Tout mettre en pause",
  "host.goOn": "Reprendre",
  "host.minute": "Une minute de plus",
  "host.end": "Tout terminer",
  "host.endTitle": "Terminer toutes les parties ?",
  "host.endText": "Tout ce qui est dessiné est gardé, et chacun voit ce qu’il a fait.",
  "host.zip": "Tous les dessins en ZIP",
  "host.pdf": "Tous les dessins en PDF",
  "host.paused": "Toutes les horloges sont arrêtées.",
  "host.goesOn": "Toutes les horloges tournent.",
  "host.longer": "Chaque manche dure une minute de plus.",
  "host.ended": "Toutes les parties sont terminées.",
  "host.hide": "Retirer du mur le dessin de {a} et {b}",
  "host.hidden": "Il n’est plus sur le mur.",
  "host.putBack": "Le remettre",
  "host.offerNames": "Qui entre choisit l’un d’eux",
  "host.whichOne": "Qui es-tu ?",
};
