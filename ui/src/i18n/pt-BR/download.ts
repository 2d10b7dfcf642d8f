import type { download as english } from "../en/download";
import type { Translated } from "../messages";

export const download: Translated<typeof english> = {
  "reveal.downloadTitle": "Leve com você",
  "reveal.png": "Imagem (PNG)",
  "reveal.pngText": "Para conversas, papel e paredes",
  "reveal.svg": "Desenho vetorial (SVG)",
  "reveal.svgText": "Para qualquer tamanho e para editar",
  "reveal.video": "Vídeo",
  "reveal.videoText": "Como foi feito, oito vezes mais rápido",
  "reveal.noVideo":
    "Este navegador não consegue gerar vídeo aqui. Um mais novo, ou https, consegue; um GIF funciona em todos.",
  "reveal.gif": "Imagem animada (GIF)",
  "reveal.gifText": "A mesma coisa, menor, para qualquer conversa",
  "reveal.making": "{percent} % feito",
  "reveal.notMade": "Não deu certo. Tente de novo.",
};
