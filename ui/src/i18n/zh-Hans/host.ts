import type { host as english } from "../en/host";
import type { Translated } from "../messages";

export const host: Translated<typeof english> = {
  "host.title": "同时管理所有的局",
  "host.projector": "投影显示",
  "host.pause": "全部暂停",
  "host.goOn": "继续",
  "host.minute": "多一分钟",
  "host.end": "全部结束",
  "host.endTitle": "现在结束所有的局吗？",
  "host.endText": "已经画的都会保存，大家都能看到自己的作品。",
  "host.zip": "全部画作（ZIP）",
  "host.pdf": "全部画作（PDF）",
  "host.paused": "所有计时都停了。",
  "host.goesOn": "所有计时都在走。",
  "host.longer": "每回合多一分钟。",
  "host.ended": "所有的局都结束了。",
  "host.hide": "把{a}和{b}的画从画墙上取下",
  "host.hidden": "已从画墙取下。",
  "host.putBack": "放回去",
  "host.offerNames": "进来的人从中选自己的名字",
  "host.whichOne": "你是哪一位？",
};
