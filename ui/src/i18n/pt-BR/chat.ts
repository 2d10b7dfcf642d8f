import type { chat as english } from "../en/chat";
import type { Translated } from "../messages";

export const chat: Translated<typeof english> = {
  "chat.title": "Chat",
  "chat.lines": "O que foi dito",
  "chat.empty": "O que for dito aqui some quando todos saírem.",
  "chat.you": "Você",
  "chat.say": "Escreva algo",
  "chat.send": "Enviar",
  "chat.long": "{n} caracteres; o máximo é {most}.",
  "chat.unread.one": "{n} mensagem nova",
  "chat.unread.other": "{n} mensagens novas",
  "chat.tools": "Silenciar ou limpar",
  "chat.mute": "Ocultar só para você o que escrevem",
  "chat.muteName": "Silenciar {name}",
  "chat.clear": "Limpar para todos",
  "chat.close": "Fechar o chat",
  "chat.inRooms": "Chat também durante as partidas",
  "chat.alsoInGames": "também durante as partidas",

  "problem.unfit_line": "Isso não é para todo mundo. Escolha palavras mais gentis.",
  "problem.no_chat":
    "Não há chat aqui agora: não existe em salas da lista pública e, durante uma partida, só se o anfitrião deixar.",
};
