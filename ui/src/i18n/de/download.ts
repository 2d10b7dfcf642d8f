import type { download as english } from "../en/download";
import type { Translated } from "../messages";

export const download: Translated<typeof english> = {
  "reveal.downloadTitle": "Nimm es mit",
  "reveal.png": "Bild (PNG)",
  "reveal.pngText": "Für Chats, Papier und Wände",
  "reveal.svg": "Vektorgrafik (SVG)",
  "reveal.svgText": "Für jede Größe und zum Bearbeiten",
  "reveal.video": "Video",
  "reveal.videoText": "Wie es entstand, achtmal so schnell",
  "reveal.noVideo":
    "Dieser Browser kann hier kein Video erstellen. Ein neuerer oder https hilft; ein GIF geht überall.",
  "reveal.gif": "Bewegtes Bild (GIF)",
  "reveal.gifText": "Dasselbe, kleiner, für jeden Chat",
  "reveal.making": "{percent} % fertig",
  "reveal.notMade": "Das hat nicht geklappt. Versuch es noch einmal.",
};
