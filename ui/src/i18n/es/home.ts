import type { home as english } from "../en/home";
import type { Translated } from "../messages";

export const home: Translated<typeof english> = {
  "home.line1": "Dos lápices,",
  "home.line2": "una página.",
  "home.what":
    "Haz un dibujo con alguien en tres minutos. A cada quien le tocan **pistas secretas**.",
  "home.more": "Nadie sabe en qué se va a convertir.",
  "home.play": "Jugar con alguien",
  "home.quick": "Juego rápido",
  "home.ghost": "Dibujar con un fantasma",
  "home.gallery": "Galería",
  "home.waiting.one": "Sin cuenta. {n} persona espera una partida rápida.",
  "home.waiting.other": "Sin cuenta. {n} personas esperan una partida rápida.",
  "home.noAccount": "Sin cuenta y sin instalar nada.",
  "home.haveCode": "¿Tienes un código?",

  "example.title": "Una partida que jugaron dos personas",
  "example.asked": "A {name} le tocó",
  "example.prompt1": "un caracol con prisa",
  "example.prompt2": "una tetera para vivir",
  "example.play": "Ver el dibujo",
  "example.pause": "Pausar el dibujo",

  "code.label": "Las tres palabras de la sala",
  "code.wrong": "Un código son tres palabras, como plum-kite-otter.",
  "code.go": "Ir",
};
