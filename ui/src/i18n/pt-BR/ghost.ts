import type { ghost as english } from "../en/ghost";
import type { Translated } from "../messages";

export const ghost: Translated<typeof english> = {
  "ghost.nobody": "Ninguém ainda. Há um fantasma: tinta que alguém deixou em outra partida.",
  "ghost.idleText":
    "Na outra metade se move a tinta que alguém deixou em outra partida. Começa na hora.",
  "ghost.matched": "Você desenha com um fantasma",
  "ghost.with": "Você está desenhando com a tinta que {name} deixou em {date}.",
  "ghost.drew": "Você desenhou com a tinta que {name} deixou em {date}.",
  "ghost.ink": "tinta de {date}",
  "ghost.leaveText": "O fantasma sai com você, e o desenho fica guardado como está.",
  "ghost.another": "Outro fantasma",
  "ghost.waiting.one": "{n} pessoa espera alguém para desenhar.",
  "ghost.waiting.other": "{n} pessoas esperam alguém para desenhar.",
  "ghost.soon.one":
    "Agora mesmo, {n} pessoa desenha com um fantasma. Espere um pouco: ela vai saber que você está aqui.",
  "ghost.soon.other":
    "Agora mesmo, {n} pessoas desenham com fantasmas. Espere um pouco: elas vão saber que você está aqui.",
};
