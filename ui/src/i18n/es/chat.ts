import type { chat as english } from "../en/chat";
import type { Translated } from "../messages";

export const chat: Translated<typeof english> = {
  "chat.title": "Chat",
  "chat.lines": "Lo que se ha dicho",
  "chat.empty": "Lo que se diga aquí desaparece cuando todos se hayan ido.",
  "chat.you": "Tú",
  "chat.say": "Escribe algo",
  "chat.send": "Enviar",
  "chat.long": "{n} caracteres; el máximo es {most}.",
  "chat.unread.one": "{n} mensaje nuevo",
  "chat.unread.other": "{n} mensajes nuevos",
  "chat.tools": "Silenciar o vaciar",
  "chat.mute": "Ocultar solo para ti lo que escriben",
  "chat.muteName": "Silenciar a {name}",
  "chat.clear": "Vaciar para todos",
  "chat.close": "Cerrar el chat",
  "chat.inRooms": "Chat también durante las partidas",
  "chat.alsoInGames": "también durante las partidas",

  "problem.unfit_line": "Eso no es para todo el mundo. Elige palabras más amables.",
  "problem.no_chat":
    "Ahora no hay chat aquí: no lo hay en una sala de la lista pública, y durante una partida solo si lo permite quien organiza.",
};
