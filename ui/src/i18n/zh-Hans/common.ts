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
  "common.loading": "正在取来页面…",
  "common.seat1": "卷卷线",
  "common.seat2": "折折线",

  "call.word": "开始时叫我",
  "sound.word": "声音",
  "sound.andVibration": "声音和震动",

  "name.label": "你的名字",
  "name.drawingAs": "你的画名",

  "error.offline.title": "你离线了",
  "error.offline.text": "什么都不会丢。网络一恢复就继续。",
  "error.away.title": "Tandem 没有回应",
  "error.away.text": "服务器也许正在重启。它一回来，这个页面就继续。",
  "error.between.title": "答话的是别人",
  "error.between.text":
    "不是 Tandem，而是代理或途中的网络自己回答了这个页面（{status}）。如果一直这样，请告诉管理这个 Tandem 的人。",
  "error.refused.title": "这样不行",
  "error.page.title": "有什么撕破了",
  "error.page.text": "这个页面停住了。重新加载应该就好。",
  "error.page.reload": "重新加载",
  "error.unknown": "没有成功，再试一次。",

  "notFound.title": "这里什么都没画",
  "notFound.text": "这个地址没有页面。",
};
