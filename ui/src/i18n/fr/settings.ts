import type { settings as english } from "../en/settings";
import type { Translated } from "../messages";

export const settings: Translated<typeof english> = {
  "settings.title": "Réglages",
  "settings.big-buttons": "Grands boutons",
  "settings.left-handed": "Pour gauchers",
};
