/** The icons' lines on a 24 grid: slightly bent, open where they may be. `dot` is filled, not drawn. */

import type { chatIcons } from "./chatIcons";
import type { moreIcons } from "./moreIcons";

export interface Drawing {
  line: string;
  dot?: string;
  /** Degrees about the middle. */
  turn?: number;
  /** Stroke width where 2.1 is too thin. */
  bold?: number;
}

/** The icons of the first screen. The other views add theirs, so that the first screen does not fetch them. */
const firstIcons = {
  pencil: {
    line: "M4.5 19.5 5.6 15.1 15.3 5.2c1-1 2.4-1 3.4-.1 1 1 1 2.4.1 3.4L9 18.4l-4.5 1.1Z M13.3 7.4l3.3 3.2",
  },
  again: {
    line: "M20 12.3c-.1 4.5-3.5 7.9-7.9 7.9-4.6 0-8-3.5-8-8s3.4-8 7.9-8c2.5 0 4.6 1 6.1 2.7 M18.6 3.1c0 1.4-.1 2.8-.4 4.1-1.4 0-2.8 0-4.2-.3",
  },
  people: {
    line: "M8.9 11.2c2.2 0 3.7-1.5 3.7-3.6 0-2.2-1.6-3.6-3.7-3.6-2.2 0-3.6 1.5-3.6 3.6 0 2.2 1.5 3.6 3.6 3.6Z M2.7 19.9c.1-3.6 2.4-5.8 6.3-5.8 3.8 0 6.1 2.2 6.2 5.8 M15.8 4.2c1.6.4 2.6 1.7 2.6 3.4 0 1.6-1 2.9-2.6 3.4 M18.2 14.6c2 .8 3.1 2.6 3.2 5.3",
  },
  bolt: {
    line: "M13.3 2.9C10.6 6.6 7.8 10.1 4.8 13.5c2.2.3 4.2.3 6.2.1-.2 2.6-.5 5-.9 7.4 3.2-3.5 6.2-7.1 8.9-10.9-2.2.1-4.3.1-6.5 0 .4-2.5.7-4.9.8-7.2Z",
  },
  chevron: { line: "M5.7 9.1c2 2.2 4.1 4.2 6.3 6 2.2-1.8 4.3-3.8 6.3-6" },
  play: { line: "M7.1 4.4c4.3 2.1 8.3 4.6 11.9 7.6-3.6 3-7.6 5.5-11.9 7.6-.4-5.1-.4-10.1 0-15.2Z" },
  pause: { line: "M8.4 4.8c.1 4.8.1 9.6-.1 14.4 M15.7 4.8c-.1 4.8-.1 9.6.1 14.4", bold: 2.8 },
} as const satisfies Record<string, Drawing>;

/** All icons; that of the settings comes with their button. */
export type IconName =
  | keyof typeof firstIcons
  | keyof typeof moreIcons
  | keyof typeof chatIcons
  | "settings";

const icons: Partial<Record<IconName, Drawing>> = { ...firstIcons };

export function addIcons(more: Partial<Record<IconName, Drawing>>): void {
  Object.assign(icons, more);
}

/** One icon's drawing, with what it leaves out. @throws for an icon that no view has added */
export function drawingOf(name: IconName): Drawing {
  const drawing = icons[name];
  if (!drawing) throw new Error(`no icon ${name}: the view imports no page/otherViews`);
  return drawing;
}
