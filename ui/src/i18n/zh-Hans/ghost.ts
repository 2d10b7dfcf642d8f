import type { ghost as english } from "../en/ghost";
import type { Translated } from "../messages";

export const ghost: Translated<typeof english> = {
  "ghost.nobody": "还没有人来。这里有一位幽灵：有人在以前一局里留下的笔迹。",
  "ghost.idleText": "有人在以前一局里留下的笔迹会画出另一半。马上开始。",
  "ghost.matched": "你和幽灵一起画",
  "ghost.with": "你正和{name}在{date}留下的笔迹一起画。",
  "ghost.drew": "你和{name}在{date}留下的笔迹一起画了这幅画。",
  "ghost.ink": "{date}的笔迹",
  "ghost.leaveText": "幽灵会和你一起离开，画会照现在的样子保存。",
  "ghost.another": "换一位幽灵",
  "ghost.waiting.other": "有 {n} 人在等人一起画。",
  "ghost.soon.other": "现在有 {n} 人在和幽灵一起画。稍等一下：画完时他们会知道你在这里。",
};
