import type { ghost as english } from "../en/ghost";
import type { Translated } from "../messages";

export const ghost: Translated<typeof english> = {
  "ghost.nobody": "Aún no hay nadie. Hay un fantasma: tinta que alguien dejó en otra partida.",
  "ghost.idleText":
    "En la otra mitad se mueve la tinta que alguien dejó en otra partida. Empieza enseguida.",
  "ghost.matched": "Dibujas con un fantasma",
  "ghost.with": "Dibujas con la tinta que {name} dejó el {date}.",
  "ghost.drew": "Dibujaste con la tinta que {name} dejó el {date}.",
  "ghost.ink": "tinta del {date}",
  "ghost.leaveText": "El fantasma se va contigo, y el dibujo se guarda tal como está.",
  "ghost.another": "Otro fantasma",
  "ghost.waiting.one": "{n} persona espera a alguien con quien dibujar.",
  "ghost.waiting.other": "{n} personas esperan a alguien con quien dibujar.",
  "ghost.soon.one":
    "Ahora mismo {n} persona dibuja con un fantasma. Espera un poco: sabrá que estás aquí.",
  "ghost.soon.other":
    "Ahora mismo {n} personas dibujan con fantasmas. Espera un poco: sabrán que estás aquí.",
};
