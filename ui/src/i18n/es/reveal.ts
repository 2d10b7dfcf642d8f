import type { reveal as english } from "../en/reveal";
import type { Translated } from "../messages";

export const reveal: Translated<typeof english> = {
  "reveal.title": "Dibujo de {a} y {b}",
  "reveal.yours": "Mira lo que hicieron.",
  "reveal.theirs": "Mira lo que hicieron {a} y {b}.",
  "reveal.blank": "Una hoja muy limpia.",
  "reveal.subject": "{theme}, {date}",
  "reveal.noPrompts": "No salió ninguna pista.",
  "reveal.endedEarly": "Terminada antes",
  "reveal.abandoned": "Sin terminar",

  "reveal.play": "Reproducir",
  "reveal.pause": "Pausa",
  "reveal.scrub": "Repetición",
  "reveal.at": "Ronda {round}, {time}",
  "reveal.speed": "{speed} veces más rápido",
  "reveal.whose": "De quién es la tinta que se ve",
  "reveal.only": "Solo la tinta de {name}",
  "reveal.onlyShort": "Solo {name}",
  "reveal.tint": "Teñir la tinta con el color de cada jugador",
  "reveal.noReplay": "No se pudo traer la repetición.",

  "reveal.rate": "¿Qué tal las pistas?",
  "reveal.good": "Buenas pistas",
  "reveal.bad": "Malas pistas",

  "reveal.again": "Otra vez",
  "reveal.own": "Haz tu propio dibujo",
  "reveal.download": "Descargar",
  "reveal.downloadTitle": "Llévatelo",
  "reveal.png": "Imagen (PNG)",
  "reveal.pngText": "Para chats, papel y paredes",
  "reveal.svg": "Formas (SVG)",
  "reveal.svgText": "Para cualquier tamaño y para editar",
  "reveal.share": "Compartir",
  "reveal.shareTitle": "Compártelo",
  "reveal.shareText": "Copia este enlace:",
  "reveal.copied": "El enlace está copiado.",
  "reveal.open": "Cualquiera con el enlace puede ver esta página.",
  "reveal.toLobby": "Volver a la sala",

  "reveal.unknown": "Aquí no hay ningún dibujo",
  "reveal.unknownText":
    "Este enlace no lleva a ningún dibujo. Quizá tenga una errata, o la partida sigue en marcha.",
};
