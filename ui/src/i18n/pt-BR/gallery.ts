import type { gallery as english } from "../en/gallery";
import type { Translated } from "../messages";

export const gallery: Translated<typeof english> = {
  "gallery.title": "Galeria",
  "gallery.about": "Desenhos feitos a dois, com ideias que o outro não via.",
  "gallery.order": "Ordem",
  "gallery.newest": "Recentes",
  "gallery.mostLiked": "Mais curtidos",
  "gallery.week": "Esta semana",
  "gallery.theme": "Tema",
  "gallery.anyTheme": "Qualquer tema",
  "gallery.language": "Idioma das ideias",
  "gallery.anyLanguage": "Qualquer idioma",

  "gallery.like": "Curtir {title}",
  "gallery.likes.one": "{n} curtida",
  "gallery.likes.other": "{n} curtidas",
  "gallery.notYet": "Sua curtida conta quando você terminar uma partida com alguém.",
  "gallery.more": "Mais desenhos",
  "gallery.moreOf": "Mais da galeria",

  "gallery.none": "A parede ainda está vazia",
  "gallery.noneText":
    "Desenhe com alguém e pendurem aqui: vocês dois dizem isso embaixo do desenho.",
  "gallery.noneFound": "Ainda não há nenhum assim",
  "gallery.noneFoundText": "Tente outro tema ou idioma, ou desenhe o primeiro.",
  "gallery.all": "Todos os desenhos",
  "gallery.draw": "Desenhar um",

  "gallery.off": "Aqui não há galeria",
  "gallery.offText": "Quem cuida deste Tandem não tem uma.",

  "gallery.show": "Mostrar na galeria",
  "gallery.out": "Lá todo mundo vê, com os nomes de vocês. Os dois precisam querer.",
  "gallery.partnerShows": "{name} mostraria. Os dois precisam querer.",
  "gallery.waitsForPartner": "Fica lá quando {name} também quiser.",
  "gallery.waitsForOperator": "Fica lá depois que quem cuida deste Tandem olhar.",
  "gallery.in": "Está na galeria. Cada um de vocês pode retirar.",
  "gallery.refused": "Não é mostrado lá.",
  "gallery.see": "Ver a galeria",
  "gallery.report": "Denunciar",
  "gallery.reportTitle": "Denunciar este desenho?",
  "gallery.reportText": "Quem cuida deste Tandem vai olhar.",
};
