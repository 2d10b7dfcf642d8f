import type { download as english } from "../en/download";
import type { Translated } from "../messages";

export const download: Translated<typeof english> = {
  "reveal.downloadTitle": "Llévatelo",
  "reveal.png": "Imagen (PNG)",
  "reveal.pngText": "Para chats, papel y paredes",
  "reveal.svg": "Formas (SVG)",
  "reveal.svgText": "Para cualquier tamaño y para editar",
  "reveal.video": "Vídeo",
  "reveal.videoText": "Cómo se hizo, ocho veces más rápido",
  "reveal.noVideo":
    "Este navegador no puede hacer vídeos aquí. Uno más nuevo, o https, sí puede; un GIF funciona siempre.",
  "reveal.gif": "Imagen animada (GIF)",
  "reveal.gifText": "Lo mismo, más pequeño, para cualquier chat",
  "reveal.making": "{percent} % hecho",
  "reveal.notMade": "No funcionó. Inténtalo de nuevo.",
};
