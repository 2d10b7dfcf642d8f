import type { gallery as english } from "../en/gallery";
import type { Translated } from "../messages";

export const gallery: Translated<typeof english> = {
  "gallery.title": "Galería",
  "gallery.about": "Dibujos hechos entre dos, con pistas que la otra persona no veía.",
  "gallery.order": "Orden",
  "gallery.newest": "Recientes",
  "gallery.mostLiked": "Más gustados",
  "gallery.week": "Esta semana",
  "gallery.theme": "Tema",
  "gallery.anyTheme": "Cualquier tema",
  "gallery.language": "Idioma de las pistas",
  "gallery.anyLanguage": "Cualquier idioma",

  "gallery.like": "Me gusta {title}",
  "gallery.likes.one": "{n} me gusta",
  "gallery.likes.other": "{n} me gusta",
  "gallery.notYet": "Tu me gusta contará cuando hayas terminado una partida con alguien.",
  "gallery.more": "Más dibujos",
  "gallery.moreOf": "Más de la galería",

  "gallery.none": "La pared aún está vacía",
  "gallery.noneText":
    "Dibuja algo con alguien y cuélguenlo aquí: ambos lo dicen debajo del dibujo.",
  "gallery.noneFound": "Aún no hay ninguno así",
  "gallery.noneFoundText": "Prueba otro tema u otro idioma, o dibuja el primero.",
  "gallery.all": "Todos los dibujos",
  "gallery.draw": "Dibujar uno",

  "gallery.off": "Aquí no hay galería",
  "gallery.offText": "Quien lleva este Tandem no tiene ninguna.",

  "gallery.show": "Mostrarlo en la galería",
  "gallery.out": "Ahí lo ve todo el mundo, con sus nombres. Hace falta que quieran ambos.",
  "gallery.partnerShows": "{name} lo mostraría. Hace falta que quieran ambos.",
  "gallery.waitsForPartner": "Se colgará cuando {name} también quiera.",
  "gallery.waitsForOperator": "Se colgará cuando quien lleva este Tandem lo haya visto.",
  "gallery.in": "Está en la galería. Cualquiera de los dos puede quitarlo.",
  "gallery.refused": "No se muestra ahí.",
  "gallery.see": "Ver la galería",
  "gallery.report": "Denunciar",
  "gallery.reportTitle": "¿Denunciar este dibujo?",
  "gallery.reportText": "Quien lleva este Tandem lo revisará.",
};
