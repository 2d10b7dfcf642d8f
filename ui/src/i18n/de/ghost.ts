import type { ghost as english } from "../en/ghost";
import type { Translated } from "../messages";

export const ghost: Translated<typeof english> = {
  "ghost.nobody":
    "Noch niemand da. Aber ein Geist: Tinte, die jemand in einem früheren Spiel gelassen hat.",
  "ghost.idleText":
    "Auf der anderen Hälfte zeichnet Tinte, die jemand in einem früheren Spiel gelassen hat. Es geht sofort los.",
  "ghost.matched": "Du zeichnest mit einem Geist",
  "ghost.with": "Du zeichnest mit Tinte, die {name} am {date} hiergelassen hat.",
  "ghost.drew": "Du hast mit Tinte gezeichnet, die {name} am {date} hiergelassen hat.",
  "ghost.ink": "Tinte vom {date}",
  "ghost.leaveText": "Der Geist geht mit dir, und das Bild bleibt, wie es ist.",
  "ghost.another": "Noch ein Geist",
  "ghost.waiting.one": "{n} Person wartet auf jemanden zum Zeichnen.",
  "ghost.waiting.other": "{n} Leute warten auf jemanden zum Zeichnen.",
  "ghost.soon.one":
    "Gerade zeichnet {n} andere Person mit einem Geist. Warte kurz: Sie erfährt, dass du da bist.",
  "ghost.soon.other":
    "Gerade zeichnen {n} andere mit Geistern. Warte kurz: Sie erfahren, dass du da bist.",
};
