import type { download as english } from "../en/download";
import type { Translated } from "../messages";

export const download: Translated<typeof english> = {
  "reveal.downloadTitle": "把画带走",
  "reveal.png": "图片（PNG）",
  "reveal.pngText": "适合聊天、打印和上墙",
  "reveal.svg": "矢量图（SVG）",
  "reveal.svgText": "大小随意，还能编辑",
  "reveal.video": "视频",
  "reveal.videoText": "画出来的过程，八倍速",
  "reveal.noVideo":
    "这个浏览器在这里生成不了视频。换新一点的浏览器或用 https 就可以；GIF 在哪里都行。",
  "reveal.gif": "动图（GIF）",
  "reveal.gifText": "同样的内容，小一些，适合聊天",
  "reveal.making": "已完成 {percent}%",
  "reveal.notMade": "没有成功，请再试一次。",
};
