import type { embed as english } from "../en/embed";
import type { Translated } from "../messages";

export const embed: Translated<typeof english> = {
  "embed.open": "Voir sur Tandem",
  "embed.title": "Montre-le sur ta page",
  "embed.text": "Le dessin s’y rejoue tant que ses auteurs laissent d’autres le voir.",
  "embed.code": "Copie ce code :",
  "embed.copied": "Le code est copié.",
  "embed.private":
    "Seul un dessin que d’autres peuvent voir s’intègre ailleurs. Laisse d’abord d’autres voir celui-ci.",
};
