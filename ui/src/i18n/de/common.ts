import type { common as english } from "../en/common";
import type { Translated } from "../messages";

export const common: Translated<typeof english> = {
  "common.tandem": "Tandem",
  "common.home": "Tandem, Startseite",
  "common.language": "Sprache",
  "common.copy": "Kopieren",
  "common.copied": "Kopiert",
  "common.share": "Teilen",
  "common.cancel": "Abbrechen",
  "common.close": "Schließen",
  "common.save": "Speichern",
  "common.change": "Ändern",
  "common.less": "Weniger",
  "common.more": "Mehr",
  "common.someone": "Jemand",
  "common.and": "{a} und {b}",
  "common.done": "Fertig",
  "common.tryAgain": "Noch einmal",
  "common.goHome": "Zur Startseite",
  "common.loading": "Die Seite wird geladen …",
  "common.seat1": "Kringel",
  "common.seat2": "Zickzack",

  "call.word": "Ruf mich, wenn es losgeht",
  "sound.word": "Töne",
  "sound.andVibration": "Töne und Vibration",

  "name.label": "Dein Name",
  "name.drawingAs": "Du zeichnest als",

  "error.offline.title": "Du bist offline",
  "error.offline.text": "Nichts geht verloren. Es geht weiter, sobald das Netz wieder da ist.",
  "error.away.title": "Tandem antwortet nicht",
  "error.away.text":
    "Vielleicht startet der Server gerade neu. Diese Seite macht weiter, sobald er da ist.",
  "error.between.title": "Etwas anderes hat geantwortet",
  "error.between.text":
    "Nicht Tandem, sondern ein Proxy oder das Netz unterwegs hat dieser Seite selbst geantwortet ({status}). Wenn das so bleibt, sag es denen, die dieses Tandem betreiben.",
  "error.refused.title": "Das geht nicht",
  "error.page.title": "Da ist etwas gerissen",
  "error.page.text": "Diese Seite ist stehen geblieben. Neu laden sollte helfen.",
  "error.page.reload": "Neu laden",
  "error.unknown": "Das hat nicht geklappt. Versuch es noch einmal.",

  "notFound.title": "Hier ist nichts gezeichnet",
  "notFound.text": "Unter dieser Adresse gibt es keine Seite.",
};
