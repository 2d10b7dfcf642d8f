import type { common as english } from "../en/common";
import type { Translated } from "../messages";

export const common: Translated<typeof english> = {
  "common.tandem": "Tandem",
  "common.home": "Tandem，首页",
  "common.language": "语言",
  "common.copy": "复制",
  "common.copied": "已复制",
  "common.share": "分享",
  "common.cancel": "取消",
  "common.close": "关闭",
  "common.save": "保存",
  "common.change": "更改",
  "common.less": "收起",
  "common.more": "更多",
  "common.someone": "某人",
  "common.and": "{a}和{b}",
  "common.done": "完成",
  "common.tryAgain": "再试一次",
  "common.goHome": "回到首页",
  "common.loading": "正在加载页面…",
  "common.seat1": "卷卷线",
  "common.seat2": "折折线",

  "call.word": "开始时叫我",
  "sound.word": "声音",
  "sound.andVibration": "声音和震动",

  "name.label": "你的名字",
  "name.drawingAs": "落款",

  "error.offline.title": "网络断开了",
  "error.offline.text": "什么都不会丢。网络一恢复就继续。",
  "error.away.title": "Tandem 没有回应",
  "error.away.text": "服务器也许正在重启。它一回来，这个页面就继续。",
  "error.between.title": "回应的不是 Tandem",
  "error.between.text":
    "这个页面收到的回应不是 Tandem 给的，而是来自途中的代理或网络（{status}）。如果一直这样，请告诉管理这个 Tandem 的人。",
  "error.refused.title": "这样不行",
  "error.page.title": "哎呀，页面撕破了",
  "error.page.text": "这个页面停住了。重新加载应该就好。",
  "error.page.reload": "重新加载",
  "error.unknown": "没有成功，请再试一次。",

  "notFound.title": "这里什么都没画",
  "notFound.text": "这个地址没有页面。",
};
