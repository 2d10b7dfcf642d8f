import type { chat as english } from "../en/chat";
import type { Translated } from "../messages";

export const chat: Translated<typeof english> = {
  "chat.title": "聊天",
  "chat.lines": "聊天内容",
  "chat.empty": "大家都离开后，这里的话不会保留。",
  "chat.you": "你",
  "chat.say": "说点什么",
  "chat.send": "发送",
  "chat.long": "已有 {n} 个字符，最多 {most} 个。",
  "chat.unread.other": "{n} 条新消息",
  "chat.tools": "屏蔽或清空",
  "chat.mute": "只对你自己屏蔽他们的话",
  "chat.muteName": "屏蔽{name}",
  "chat.clear": "为所有人清空",
  "chat.close": "关闭聊天",
  "chat.inRooms": "作画时也可以聊天",
  "chat.alsoInGames": "作画时也可以",

  "problem.unfit_line": "这句话不适合所有人，请换个友善些的说法。",
  "problem.no_chat": "这里现在不能聊天：公开列出的房间没有聊天，作画时只有房主允许才可以。",
};
