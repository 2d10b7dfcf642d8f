import type { settings as english } from "../en/settings";
import type { Translated } from "../messages";

export const settings: Translated<typeof english> = {
  "settings.title": "Ajustes",
  "settings.big-buttons": "Botões grandes",
  "settings.left-handed": "Para canhotos",
};
