import type { quick as english } from "../en/quick";
import type { Translated } from "../messages";

export const quick: Translated<typeof english> = {
  "quick.title": "Juego rápido",
  "quick.looking": "Buscando a alguien para dibujar contigo",
  "quick.alone": "De momento no hay nadie más. Seguro que alguien viene.",
  "quick.others.one": "Espera {n} persona más.",
  "quick.others.other": "Esperan {n} personas más.",
  "quick.usual.one": "Suele tardar alrededor de {n} segundo.",
  "quick.usual.other": "Suele tardar alrededor de {n} segundos.",
  "quick.reconnecting": "Reconectando. Conservas tu lugar.",
  "quick.relaxed": "Cuanto más esperas, más ampliamos la búsqueda.",
  "quick.language": "Pistas en",
  "quick.nobody": "Aún no hay nadie. ¿Y si invitas a alguien que conozcas?",
  "quick.shareLink": "Mejor compartir un enlace",
  "quick.warmUp": "Para calentar",
  "quick.warmUpText": "Nadie ve esta hoja, y no se guarda.",
  "quick.sheet": "Una hoja para calentar",
  "quick.clear": "Borrar",

  "quick.elsewhere": "Estás esperando en otro lugar",
  "quick.elsewhereText": "Abriste el juego rápido en otra pestaña o ventana. Con una basta.",
  "quick.waitHere": "Esperar aquí",
  "quick.stopped": "Ya no estás esperando",
  "quick.stoppedText":
    "Dijiste que estabas listo en una sala, paraste en otra pestaña o dejaste esta página.",
  "quick.waitAgain": "Volver a esperar",
  "quick.idle": "Dibuja con alguien nuevo",
  "quick.idleText": "No estás esperando. No se busca a nadie hasta que lo digas.",
  "quick.start": "Buscar a alguien",
  "quick.playing": "Estás en una partida",
  "quick.playingText":
    "Aún sigue, y tu pareja espera. Termínala o sal de ella, y luego busca a alguien nuevo.",
  "quick.toRoom": "Volver a tu partida",
  "quick.left": "Estabas listo en {code}. Eso acabó cuando empezaste a esperar aquí.",
  "quick.called": "Alguien quiere dibujar. ¡Vuelve!",
  "quick.lobbies": "O entra en una sala",
  "quick.here.one": "Hay {n} persona",
  "quick.here.other": "Hay {n} personas",
  "quick.playingNow": "{n} jugando",
  "quick.join": "Entrar",
  "quick.joinThis": "Entrar en {lobby}",
};
