import type { home as english } from "../en/home";
import type { Translated } from "../messages";

export const home: Translated<typeof english> = {
  "home.line1": "Zwei Stifte,",
  "home.line2": "ein Blatt.",
  "home.what": "Zeichnet zu zweit in drei Minuten ein Bild. Jeder bekommt **geheime Ideen**.",
  "home.more": "Keiner von euch weiß, was daraus wird.",
  "home.play": "Zu zweit spielen",
  "home.quick": "Schnelles Spiel",
  "home.ghost": "Mit einem Geist zeichnen",
  "home.gallery": "Galerie",
  "home.waiting.one": "Ohne Konto. {n} Person wartet auf ein schnelles Spiel.",
  "home.waiting.other": "Ohne Konto. {n} Leute warten auf ein schnelles Spiel.",
  "home.noAccount": "Kein Konto, nichts zu installieren.",
  "home.haveCode": "Hast du einen Code?",

  "example.title": "Ein Spiel, das zwei Leute gespielt haben",
  "example.asked": "{name} sollte zeichnen:",
  "example.prompt1": "eine Schnecke, die es eilig hat",
  "example.prompt2": "eine Teekanne zum Wohnen",
  "example.play": "Zeichnung abspielen",
  "example.pause": "Zeichnung anhalten",

  "code.label": "Die drei Wörter der Lobby",
  "code.wrong": "Ein Code hat drei Wörter, wie plum-kite-otter.",
  "code.go": "Los",
};
