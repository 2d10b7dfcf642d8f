import type { common as english } from "../en/common";
import type { Translated } from "../messages";

export const common: Translated<typeof english> = {
  "common.tandem": "Tandem",
  "common.home": "Tandem, início",
  "common.language": "Idioma",
  "common.copy": "Copiar",
  "common.copied": "Copiado",
  "common.share": "Compartilhar",
  "common.cancel": "Cancelar",
  "common.close": "Fechar",
  "common.save": "Salvar",
  "common.change": "Mudar",
  "common.less": "Menos",
  "common.more": "Mais",
  "common.someone": "Alguém",
  "common.and": "{a} e {b}",
  "common.done": "Pronto",
  "common.tryAgain": "Tentar de novo",
  "common.goHome": "Ir para o início",
  "common.loading": "Carregando a página…",
  "common.seat1": "caracol",
  "common.seat2": "zigue-zague",

  "call.word": "Me chame quando começar",
  "sound.word": "Sons",
  "sound.andVibration": "Sons e vibração",

  "name.label": "Seu nome",
  "name.drawingAs": "Você assina",

  "error.offline.title": "Você está sem conexão",
  "error.offline.text": "Nada se perde. Continua assim que a rede voltar.",
  "error.away.title": "O Tandem não responde",
  "error.away.text":
    "Talvez o servidor esteja reiniciando. Esta página continua assim que ele voltar.",
  "error.between.title": "Outra coisa respondeu",
  "error.between.text":
    "Não foi o Tandem: um proxy ou a rede no caminho deu a esta página uma resposta própria ({status}). Se continuar assim, avise quem cuida deste Tandem.",
  "error.refused.title": "Isso não é possível",
  "error.page.title": "Algo se rasgou",
  "error.page.text": "Esta página parou de funcionar. Carregar de novo deve ajudar.",
  "error.page.reload": "Carregar de novo",
  "error.unknown": "Não deu certo. Tente de novo.",

  "notFound.title": "Nada desenhado aqui",
  "notFound.text": "Não há nenhuma página neste endereço.",
};
