import type { gallery as english } from "../en/gallery";
import type { Translated } from "../messages";

export const gallery: Translated<typeof english> = {
  "gallery.title": "画廊",
  "gallery.about": "每一幅都由两个人合画，各自的题目对方都看不到。",
  "gallery.order": "排序",
  "gallery.newest": "最新",
  "gallery.mostLiked": "最受喜欢",
  "gallery.week": "本周",
  "gallery.theme": "主题",
  "gallery.anyTheme": "所有主题",
  "gallery.language": "题目的语言",
  "gallery.anyLanguage": "所有语言",

  "gallery.like": "喜欢《{title}》",
  "gallery.likes.other": "{n} 人喜欢",
  "gallery.notYet": "和别人画完一局之后，你的喜欢才会计入。",
  "gallery.more": "更多画作",
  "gallery.moreOf": "画廊里的更多画作",

  "gallery.none": "墙上还空着",
  "gallery.noneText": "和别人画一幅，挂到这里来：在画的下方，你们俩都同意就行。",
  "gallery.noneFound": "还没有这样的画",
  "gallery.noneFoundText": "换个主题或语言看看，或者你来画第一幅。",
  "gallery.all": "全部画作",
  "gallery.draw": "去画一幅",

  "gallery.off": "这里没有画廊",
  "gallery.offText": "这个 Tandem 的管理者没有开设画廊。",

  "gallery.show": "挂进画廊",
  "gallery.out": "所有人都会看到它和你们的名字。需要你们俩都同意。",
  "gallery.partnerShows": "{name}愿意挂出来。需要你们俩都同意。",
  "gallery.waitsForPartner": "等{name}也同意，就会挂出来。",
  "gallery.waitsForOperator": "等这个 Tandem 的管理者看过，就会挂出来。",
  "gallery.in": "它已挂在画廊里。你们俩都可以随时收回。",
  "gallery.refused": "它没有挂在那里。",
  "gallery.see": "去看画廊",
  "gallery.report": "举报",
  "gallery.reportTitle": "要举报这幅画吗？",
  "gallery.reportText": "这个 Tandem 的管理者会来看。",
};
