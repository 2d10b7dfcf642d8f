import type { games as english } from "../en/games";
import type { Translated } from "../messages";

export const games: Translated<typeof english> = {
  "games.title": "你的画局",
  "games.none": "还没有画局",
  "games.noneText": "你在这个浏览器里动过笔的每一幅画，都会留在这里。",
  "games.play": "来一局",
  "games.older": "更早的画局",
  "games.untitled": "一幅画",
  "games.with": "和{name}，{date}",
  "games.open": "对外公开",
  "games.forget": "忘掉我",
  "games.forgetTitle": "要彻底忘掉你吗？",
  "games.forgetText":
    "你的名字，以及你在房间和画局里的位置，都会永远消失，你也再找不到这些画。画还在，只是没有了你的名字；等搭档也被忘掉，画就会消失。",
  "games.forgotten": "已经把你忘掉了。",
};
