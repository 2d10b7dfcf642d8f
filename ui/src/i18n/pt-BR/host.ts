import type { host as english } from "../en/host";
import type { Translated } from "../messages";

export const host: Translated<typeof english> = {
  "host.title": "Todas as partidas de uma vez",
  "host.projector": "Em um projetor",
  "host.pause": "Pausar todas",
  "host.goOn": "Continuar",
  "host.minute": "Mais um minuto",
  "host.end": "Encerrar todas",
  "host.endTitle": "Encerrar todas as partidas agora?",
  "host.endText": "Tudo o que foi desenhado fica guardado, e todos veem o que fizeram.",
  "host.zip": "Todos os desenhos em um ZIP",
  "host.pdf": "Todos os desenhos em um PDF",
  "host.paused": "Todos os relógios estão parados.",
  "host.goesOn": "Todos os relógios estão andando.",
  "host.longer": "Cada rodada dura mais um minuto.",
  "host.ended": "Todas as partidas acabaram.",
  "host.hide": "Tirar do mural o desenho de {a} e {b}",
  "host.hidden": "Saiu do mural.",
  "host.putBack": "Pôr de volta",
  "host.offerNames": "Quem entra escolhe um deles",
  "host.whichOne": "Quem é você?",
};
