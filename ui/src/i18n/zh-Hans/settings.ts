import type { settings as english } from "../en/settings";
import type { Translated } from "../messages";

export const settings: Translated<typeof english> = {
  "settings.bigButtons": "大按钮",
  "settings.leftHanded": "左手模式",
};
