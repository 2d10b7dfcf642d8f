import type { settings as english } from "../en/settings";
import type { Translated } from "../messages";

export const settings: Translated<typeof english> = {
  "settings.title": "设置",
  "settings.big-buttons": "大按钮",
  "settings.left-handed": "左手模式",
};
