import type { host as english } from "../en/host";
import type { Translated } from "../messages";

export const host: Translated<typeof english> = {
  "host.title": "Alle Spiele auf einmal",
  "host.projector": "Auf den Beamer",
  "host.pause": "Alle anhalten",
  "host.goOn": "Weiter",
  "host.minute": "Eine Minute mehr",
  "host.end": "Alle beenden",
  "host.endTitle": "Jetzt alle Spiele beenden?",
  "host.endText": "Alles bisher Gezeichnete bleibt, und alle sehen, was sie gemacht haben.",
  "host.zip": "Alle Zeichnungen als ZIP",
  "host.pdf": "Alle Zeichnungen als PDF",
  "host.paused": "Alle Uhren stehen.",
  "host.goesOn": "Alle Uhren laufen.",
  "host.longer": "Jede Runde dauert eine Minute länger.",
  "host.ended": "Alle Spiele sind beendet.",
  "host.hide": "Die Zeichnung von {a} und {b} von der Wand nehmen",
  "host.hidden": "Sie hängt nicht mehr an der Wand.",
  "host.putBack": "Wieder aufhängen",
  "host.offerNames": "Wer kommt, wählt einen davon",
  "host.whichOne": "Wer bist du?",
};
