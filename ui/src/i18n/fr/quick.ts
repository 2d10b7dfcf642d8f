import type { quick as english } from "../en/quick";
import type { Translated } from "../messages";

export const quick: Translated<typeof english> = {
  "quick.title": "Partie rapide",
  "quick.looking": "On cherche quelqu’un pour dessiner avec toi",
  "quick.alone": "Te voilà en premier. Quelqu’un va sûrement venir.",
  "quick.others.one": "{n} autre personne attend.",
  "quick.others.other": "{n} autres personnes attendent.",
  "quick.usual.one": "D’habitude, ça prend environ {n} seconde.",
  "quick.usual.other": "D’habitude, ça prend environ {n} secondes.",
  "quick.reconnecting": "Reconnexion. Tu gardes ta place.",
  "quick.relaxed": "Plus tu attends, plus on cherche loin.",
  "quick.language": "Idées en",
  "quick.nobody": "Personne encore. Tu connais quelqu’un à inviter ?",
  "quick.shareLink": "Plutôt partager un lien",
  "quick.warmUp": "Pour s’échauffer",
  "quick.warmUpText": "Personne ne voit cette feuille, et elle n’est pas gardée.",
  "quick.sheet": "Une feuille d’échauffement",
  "quick.clear": "Effacer",

  "quick.elsewhere": "Tu attends déjà ailleurs",
  "quick.elsewhereText":
    "La partie rapide est ouverte dans un autre onglet ou une autre fenêtre. Une seule suffit.",
  "quick.waitHere": "Attendre ici",
  "quick.stopped": "Tu n’attends plus",
  "quick.stoppedText":
    "Tu attends dans un salon, tu as arrêté dans un autre onglet ou tu as quitté cette page.",
  "quick.waitAgain": "Attendre encore",
  "quick.idle": "Dessine avec quelqu’un de nouveau",
  "quick.idleText": "Tu n’attends pas. On ne cherche personne avant que tu le dises.",
  "quick.start": "Chercher quelqu’un",
  "quick.playing": "Tu es dans une partie",
  "quick.playingText":
    "Elle continue, et ton partenaire t’attend. Termine-la ou quitte-la, puis cherche quelqu’un de nouveau.",
  "quick.toRoom": "Retour à ta partie",
  "quick.left": "On t’attendait dans {code}. Ça s’est arrêté quand tu as commencé à attendre ici.",
  "quick.called": "Quelqu’un veut dessiner. Reviens !",
  "quick.lobbies": "Ou entre dans un salon",
  "quick.here.one": "{n} y est",
  "quick.here.other": "{n} y sont",
  "quick.playingNow": "{n} en jeu",
  "quick.join": "Entrer",
  "quick.joinThis": "Entrer dans {lobby}",
};
