import type { embed as english } from "../en/embed";
import type { Translated } from "../messages";

export const embed: Translated<typeof english> = {
  "embed.open": "在 Tandem 上看",
  "embed.title": "放到你的网页里",
  "embed.text": "只要两位画家愿意公开，画就会在那里回放。",
  "embed.code": "复制这段代码：",
  "embed.copied": "代码已复制。",
  "embed.private": "只有公开的画才能嵌入。请先让别人看到这幅画。",
};
