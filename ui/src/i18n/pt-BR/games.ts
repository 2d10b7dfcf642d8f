import type { games as english } from "../en/games";
import type { Translated } from "../messages";

export const games: Translated<typeof english> = {
  "games.title": "Suas partidas",
  "games.none": "Nenhuma partida ainda",
  "games.noneText": "Todo desenho em que você pôs o lápis fica guardado aqui, para este navegador.",
  "games.play": "Jogar uma",
  "games.older": "Partidas mais antigas",
  "games.untitled": "Um desenho",
  "games.with": "Com {name}, {date}",
  "games.open": "aberto para outros",
  "games.forget": "Me esqueça",
  "games.forgetTitle": "Esquecer você em todo lugar?",
  "games.forgetText":
    "Seu nome e seus lugares em salas e partidas somem de vez, e você não vai mais encontrar estes desenhos. Um desenho fica sem o seu nome; quando sua dupla também for esquecida, ele some.",
  "games.forgotten": "Pronto, esquecemos você.",
};
