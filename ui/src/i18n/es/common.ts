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
  "error.bannedNearby":
    "Se apartó a alguien que estaba donde tú estás, así que durante un día no entra nadie nuevo desde ahí. Vuelve mañana o desde otra red.",
  "error.removedNearby":
    "Se acaba de sacar de esta sala a alguien que estaba donde tú estás, así que durante media hora no entra nadie nuevo desde ahí. Pregunta a quien la abrió o vuelve entonces.",
  "error.namesOnly":
    "Solo entran los nombres que conoce quien abrió la sala. Escribe el tuyo igual.",
  "error.page.title": "Algo se rasgó",
  "error.page.text": "Esta página dejó de funcionar. Cargarla otra vez debería ayudar.",
  "error.page.reload": "Cargar otra vez",
  "error.unknown": "Eso no funcionó. Inténtalo otra vez.",
  "error.unfitName": "Este nombre no es para todo el mundo. Elige uno más amable.",

  "notFound.title": "Aquí no hay nada dibujado",
  "notFound.text": "No hay ninguna página en esta dirección.",
};
