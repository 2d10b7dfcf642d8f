import type { wall as english } from "../en/wall";
import type { Translated } from "../messages";

export const wall: Translated<typeof english> = {
  "wall.join": "进来一起画",
  "wall.nextWave": "下一批还有",
  "wall.done": "画完还有",
  "wall.soon": "马上",
  "wall.ready": "准备画画",
  "wall.readyOf": "{ready} / {here}",
  "wall.round": "第 {n} 回合",
  "wall.paused": "暂停",
  "wall.members": "这面画墙只给成员看",
  "wall.membersText": "请先进入房间。房主也可以向所有人公开。",
  "wall.toLobby": "去房间",
  "wall.unknownText": "请检查链接里的三个词。",
};
