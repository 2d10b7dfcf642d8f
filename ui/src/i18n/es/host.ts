import type { host as english } from "../en/host";
import type { Translated } from "../messages";

export const host: Translated<typeof english> = {
  "host.title": "Todas las partidas a la vez",
  "host.projector": "En un proyector",
  "host.pause": "Parar todo",
  "host.goOn": "Seguir",
  "host.minute": "Un minuto más",
  "host.end": "Acabar todo",
  "host.endTitle": "¿Acabar ya todas las partidas?",
  "host.endText": "Lo dibujado hasta ahora se guarda, y todos ven lo que han hecho.",
  "host.zip": "Todos los dibujos en un ZIP",
  "host.pdf": "Todos los dibujos en un PDF",
  "host.paused": "Todos los relojes están parados.",
  "host.goesOn": "Todos los relojes corren.",
  "host.longer": "Cada ronda dura un minuto más.",
  "host.ended": "Todas las partidas han acabado.",
  "host.hide": "Quitar del muro el dibujo de {a} y {b}",
  "host.hidden": "Ya no está en el muro.",
  "host.putBack": "Volver a colgarlo",
  "host.offerNames": "Quien entra elige uno de ellos",
  "host.whichOne": "¿Quién eres?",
};
