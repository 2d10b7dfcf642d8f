import type { settings as english } from "../en/settings";
import type { Translated } from "../messages";

export const settings: Translated<typeof english> = {
  "settings.bigButtons": "Grands boutons",
  "settings.leftHanded": "Pour gauchers",
};
