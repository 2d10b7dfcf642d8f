import type { settings as english } from "../en/settings";
import type { Translated } from "../messages";

export const settings: Translated<typeof english> = {
  "settings.title": "Einstellungen",
  "settings.big-buttons": "Große Knöpfe",
  "settings.left-handed": "Für Linkshänder",
};
