import type { download as english } from "../en/download";
import type { Translated } from "../messages";

export const download: Translated<typeof english> = {
  "reveal.downloadTitle": "Emporte-le",
  "reveal.png": "Image (PNG)",
  "reveal.pngText": "Pour les messages, le papier et les murs",
  "reveal.svg": "Dessin vectoriel (SVG)",
  "reveal.svgText": "Pour toutes les tailles, et à retoucher",
  "reveal.video": "Vidéo",
  "reveal.videoText": "Comment il est né, huit fois plus vite",
  "reveal.noVideo":
    "Ce navigateur ne peut pas créer de vidéo ici. Un plus récent, ou https, le pourra ; un GIF marche partout.",
  "reveal.gif": "Image animée (GIF)",
  "reveal.gifText": "Pareil, en plus petit, pour tous les messages",
  "reveal.making": "{percent} % de fait",
  "reveal.notMade": "Ça n’a pas marché. Essaie encore.",
};
