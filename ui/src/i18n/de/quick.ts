import type { quick as english } from "../en/quick";
import type { Translated } from "../messages";

export const quick: Translated<typeof english> = {
  "quick.title": "Schnelles Spiel",
  "quick.looking": "Wir suchen jemanden, der mit dir zeichnet",
  "quick.alone": "Du bist zuerst da. Gleich kommt bestimmt jemand.",
  "quick.others.one": "{n} weitere Person wartet.",
  "quick.others.other": "{n} weitere Leute warten.",
  "quick.usual.one": "Meist dauert es etwa {n} Sekunde.",
  "quick.usual.other": "Meist dauert es etwa {n} Sekunden.",
  "quick.reconnecting": "Verbinde neu. Dein Platz bleibt dir.",
  "quick.relaxed": "Je länger du wartest, desto weiter suchen wir.",
  "quick.language": "Ideen auf",
  "quick.nobody": "Noch niemand da. Hast du jemanden, den du fragen könntest?",
  "quick.shareLink": "Lieber einen Link teilen",
  "quick.warmUp": "Warmzeichnen",
  "quick.warmUpText": "Dieses Blatt sieht niemand, und es wird nicht aufgehoben.",
  "quick.sheet": "Ein Blatt zum Warmwerden",
  "quick.clear": "Leeren",

  "quick.elsewhere": "Du wartest schon woanders",
  "quick.elsewhereText":
    "Das schnelle Spiel ist in einem anderen Tab oder Fenster offen. Eins davon reicht.",
  "quick.waitHere": "Hier warten",
  "quick.stopped": "Du wartest nicht mehr",
  "quick.stoppedText":
    "Du warst in einer Lobby bereit, hast in einem anderen Tab aufgehört oder diese Seite verlassen.",
  "quick.waitAgain": "Wieder warten",
  "quick.idle": "Zeichne mit jemand Neuem",
  "quick.idleText": "Du wartest nicht. Wir suchen erst, wenn du es sagst.",
  "quick.start": "Jemanden suchen",
  "quick.playing": "Du bist in einem Spiel",
  "quick.playingText":
    "Es läuft noch, und dein Gegenüber wartet. Beende oder verlass es, dann such jemand Neues.",
  "quick.toRoom": "Zurück ins Spiel",
  "quick.left": "Du warst in {code} bereit. Das war vorbei, als du hier zu warten begannst.",
  "quick.called": "Jemand möchte zeichnen. Komm zurück!",
  "quick.lobbies": "Oder geh in eine Lobby",
  "quick.here.one": "{n} ist da",
  "quick.here.other": "{n} sind da",
  "quick.playingNow": "{n} spielen",
  "quick.join": "Mitmachen",
  "quick.joinThis": "In {lobby} mitmachen",
};
