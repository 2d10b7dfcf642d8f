import type { games as english } from "../en/games";
import type { Translated } from "../messages";

export const games: Translated<typeof english> = {
  "games.title": "Tus partidas",
  "games.none": "Aún no hay partidas",
  "games.noneText": "Aquí se guarda, para este navegador, cada dibujo en el que participas.",
  "games.play": "Jugar una",
  "games.older": "Partidas anteriores",
  "games.untitled": "Un dibujo",
  "games.with": "Con {name}, {date}",
  "games.open": "visible para otros",
  "games.forget": "Olvidarme",
  "games.forgetTitle": "¿Olvidarte en todas partes?",
  "games.forgetText":
    "Tu nombre y tus sitios en salas y partidas se borran para siempre, y ya no encontrarás estos dibujos. Cada dibujo se queda sin tu nombre; cuando también se olvide a tu pareja, desaparece.",
  "games.forgotten": "Ya no sabemos nada de ti.",
};
