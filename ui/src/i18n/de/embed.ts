import type { embed as english } from "../en/embed";
import type { Translated } from "../messages";

export const embed: Translated<typeof english> = {
  "embed.open": "Auf Tandem ansehen",
  "embed.title": "Zeig sie auf deiner Seite",
  "embed.text": "Die Zeichnung wird dort abgespielt, solange beide sie andere sehen lassen.",
  "embed.code": "Kopiere diesen Code:",
  "embed.copied": "Der Code ist kopiert.",
  "embed.private":
    "Einbetten lässt sich nur, was andere sehen dürfen. Lass andere diese Zeichnung zuerst sehen.",
};
