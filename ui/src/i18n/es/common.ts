import type { common as english } from "../en/common";
import type { Translated } from "../messages";

export const common: Translated<typeof english> = {
  "common.tandem": "Tandem",
  "common.home": "Tandem, inicio",
  "common.language": "Idioma",
  "common.copy": "Copiar",
  "common.copied": "Copiado",
  "common.share": "Compartir",
  "common.cancel": "Cancelar",
  "common.close": "Cerrar",
  "common.save": "Guardar",
  "common.change": "Cambiar",
  "common.less": "Menos",
  "common.more": "Más",
  "common.someone": "Alguien",
  "common.and": "{a} y {b}",
  "common.done": "Hecho",
  "common.tryAgain": "Reintentar",
  "common.goHome": "Ir al inicio",
  "common.loading": "Trayendo la página…",
  "common.seat1": "rizo",
  "common.seat2": "zigzag",

  "call.word": "Avísame cuando empiece",
  "sound.word": "Sonidos",
  "sound.andVibration": "Sonidos y vibración",

  "name.label": "Tu nombre",
  "name.drawingAs": "Dibujas como",

  "error.offline.title": "No tienes conexión",
  "error.offline.text": "No se pierde nada. Seguirá en cuanto vuelva la red.",
  "error.away.title": "Tandem no responde",
  "error.away.text": "Puede que el servidor esté arrancando. Esta página seguirá en cuanto esté.",
  "error.between.title": "Respondió otra cosa",
  "error.between.text":
    "No fue Tandem: un proxy o la red por el camino le dio a esta página una respuesta propia ({status}). Si sigue así, avisa a quien administra este Tandem.",
  "error.refused.title": "Eso no es posible",
  "error.page.title": "Algo se rasgó",
  "error.page.text": "Esta página dejó de funcionar. Cargarla otra vez debería ayudar.",
  "error.page.reload": "Cargar otra vez",
  "error.unknown": "Eso no funcionó. Inténtalo otra vez.",

  "notFound.title": "Aquí no hay nada dibujado",
  "notFound.text": "No hay ninguna página en esta dirección.",
};
