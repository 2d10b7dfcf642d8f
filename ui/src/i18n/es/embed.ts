import type { embed as english } from "../en/embed";
import type { Translated } from "../messages";

export const embed: Translated<typeof english> = {
  "embed.open": "Verlo en Tandem",
  "embed.title": "Muéstralo en tu página",
  "embed.text": "El dibujo se reproduce allí mientras quienes lo hicieron dejen que otros lo vean.",
  "embed.code": "Copia este código:",
  "embed.copied": "El código está copiado.",
  "embed.private":
    "Solo se pueden insertar dibujos que otros pueden ver. Primero deja que otros vean este.",
};
