import type { embed as english } from "../en/embed";
import type { Translated } from "../messages";

export const embed: Translated<typeof english> = {
  "embed.open": "Ver no Tandem",
  "embed.title": "Mostre na sua página",
  "embed.text": "O desenho é reproduzido lá enquanto quem o fez deixar outros verem.",
  "embed.code": "Copie este código:",
  "embed.copied": "O código foi copiado.",
  "embed.private":
    "Só dá para incorporar desenhos que outros podem ver. Primeiro deixe outros verem este.",
};
