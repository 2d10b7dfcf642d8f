import type { lobby as english } from "../en/lobby";
import type { Translated } from "../messages";

export const lobby: Translated<typeof english> = {
  "lobby.title": "Sala",
  "lobby.leave": "Salir",
  "lobby.offline": "Reconectando…",

  "lobby.invite": "Trae a alguien",
  "lobby.inviteText": "Con este enlace entra cualquiera. Con dos basta.",
  "lobby.pointPhone": "O apunta un teléfono al código.",
  "lobby.link": "El enlace",
  "lobby.qr": "Código QR del enlace",
  "lobby.shareText": "Haz un dibujo conmigo",
  "lobby.copyByHand":
    "El enlace está seleccionado. Cópialo con el teclado o manteniéndolo pulsado.",

  "lobby.hereNow": "Aquí ahora",
  "lobby.players.one": "{n} persona",
  "lobby.players.other": "{n} personas",
  "lobby.you": "tú",
  "lobby.host": "organiza",
  "lobby.here": "Aún no",
  "lobby.isReady": "Listo",
  "lobby.playing": "Dibujando",
  "lobby.away": "Ausente",
  "lobby.cameIn": "{name} está aquí.",
  "lobby.wentOut": "{name} se fue.",

  "lobby.ready": "Listo",
  "lobby.notYet": "Espera, aún no",
  "lobby.pairs": "Las parejas se forman en cuanto dos estén listos.",
  "lobby.waiting": "Todo listo. Falta alguien más.",
  "lobby.back": "Volver a tu partida",
  "lobby.backText": "Tu partida sigue, y tu pareja espera.",

  "lobby.game": "Esta partida",
  "lobby.youDecide": "tú decides, todos lo ven",
  "lobby.hostDecides": "decide {name}",
  "lobby.round": "Cada ronda",
  "lobby.seconds": "s",
  "lobby.rounds": "Rondas",
  "lobby.theme": "Tema",
  "lobby.surprise": "Sorpresa",
  "lobby.ownWords": "Otras palabras…",
  "lobby.ownWordsTitle": "¿De qué se trata?",
  "lobby.ownWordsLabel": "Unas palabras",
  "lobby.ownWordsExample": "los perros de nuestra calle",
  "lobby.promptsIn": "Pistas en",
  "lobby.summary": "{seconds} s, {rounds} rondas",
  "lobby.surpriseTheme": "Tema sorpresa",

  "lobby.pairsTitle": "Parejas",
  "lobby.with": "con",
  "lobby.pairsText":
    "Dibujan juntos dos que estén listos, por orden de llegada. Quien sobra juega después.",

  "lobby.wall": "El muro",
  "lobby.wallText": "todo lo que se ha dibujado en esta sala",
  "lobby.wallEmpty": "Aquí colgarán sus dibujos.",
  "lobby.drawingBy": "Dibujo de {a} y {b}",
  "lobby.live": "Dibujando",

  "lobby.door": "{name} quiere dibujar contigo",
  "lobby.doorNobody": "Entra y dibuja",
  "lobby.doorText": "Elige un nombre y ya estás dentro.",
  "lobby.comeIn": "Entrar",

  "lobby.matched": "Vas a dibujar con {name}",
  "lobby.matchedText": "Estamos preparando la página.",

  "lobby.unknown": "No hay ninguna sala con ese nombre",
  "lobby.unknownText":
    "**{code}** no está abierta. Revisa las tres palabras o abre tu propia sala.",
  "lobby.openOwn": "Abrir una sala",
};
