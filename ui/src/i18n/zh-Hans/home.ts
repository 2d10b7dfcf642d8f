import type { home as english } from "../en/home";
import type { Translated } from "../messages";

export const home: Translated<typeof english> = {
  "home.line1": "两支笔，",
  "home.line2": "一张纸。",
  "home.what": "和朋友用三分钟合画一幅画。你们各有**秘密题目**。",
  "home.more": "谁也不知道会画成什么样。",
  "home.play": "和朋友一起画",
  "home.quick": "快速匹配",
  "home.ghost": "和幽灵一起画",
  "home.gallery": "画廊",
  "home.waiting.other": "不用注册。有 {n} 个人在等快速匹配。",
  "home.noAccount": "不用注册，不用安装。",
  "home.haveCode": "有房间码吗？",

  "example.title": "两个人真正画过的一局",
  "example.asked": "{name}的题目是",
  "example.prompt1": "一只赶时间的蜗牛",
  "example.prompt2": "一只能住人的茶壶",
  "example.play": "播放这幅画",
  "example.pause": "暂停这幅画",

  "code.label": "房间的三个单词",
  "code.wrong": "房间码是三个单词，比如 plum-kite-otter。",
  "code.go": "进入",
};
