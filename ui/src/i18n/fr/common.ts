import type { common as english } from "../en/common";
import type { Translated } from "../messages";

export const common: Translated<typeof english> = {
  "common.tandem": "Tandem",
  "common.home": "Tandem, accueil",
  "common.language": "Langue",
  "common.copy": "Copier",
  "common.copied": "Copié",
  "common.share": "Partager",
  "common.cancel": "Annuler",
  "common.close": "Fermer",
  "common.save": "Enregistrer",
  "common.change": "Modifier",
  "common.less": "Moins",
  "common.more": "Plus",
  "common.someone": "Quelqu’un",
  "common.and": "{a} et {b}",
  "common.done": "Terminé",
  "common.tryAgain": "Réessayer",
  "common.goHome": "Retour à l’accueil",
  "common.loading": "La page arrive…",
  "common.seat1": "boucle",
  "common.seat2": "zigzag",

  "call.word": "Préviens-moi quand ça commence",
  "sound.word": "Sons",
  "sound.andVibration": "Sons et vibrations",

  "name.label": "Ton nom",
  "name.drawingAs": "Tu signes",

  "error.offline.title": "Tu es hors ligne",
  "error.offline.text": "Rien n’est perdu. Ça reprend dès que le réseau revient.",
  "error.away.title": "Tandem ne répond pas",
  "error.away.text": "Le serveur redémarre peut-être. Cette page reprend dès qu’il est là.",
  "error.between.title": "Autre chose a répondu",
  "error.between.text":
    "Ce n’est pas Tandem : un proxy ou le réseau en chemin a répondu à sa place ({status}). Si ça dure, préviens la personne qui gère ce Tandem.",
  "error.refused.title": "Ce n’est pas possible",
  "error.page.title": "Quelque chose s’est déchiré",
  "error.page.text": "Cette page s’est arrêtée. La recharger devrait aider.",
  "error.page.reload": "Recharger",
  "error.unknown": "Ça n’a pas marché. Essaie encore.",

  "notFound.title": "Rien de dessiné ici",
  "notFound.text": "Il n’y a pas de page à cette adresse.",
};
