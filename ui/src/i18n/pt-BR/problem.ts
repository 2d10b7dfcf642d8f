import type { problem as english } from "../en/problem";
import type { Translated } from "../messages";

export const problem: Translated<typeof english> = {
  "problem.invalid":
    "Algo aí não serve: é longo demais, não é para todo mundo ou é do tipo errado.",
  "problem.unfit_name": "Esse nome não é para todo mundo. Escolha um mais gentil.",
  "problem.not_json": "Esta página falou uma língua que o Tandem não entende. Carregue de novo.",
  "problem.too_large": "É mais do que o Tandem aceita de uma vez. Deixe mais curto.",
  "problem.no_session":
    "O Tandem não reconhece você aqui. Permita os cookies deste site e carregue a página de novo.",
  "problem.wrong_address": "O Tandem mora em outro endereço. Abra-o por lá.",
  "problem.no_admin":
    "Esse token não é o da administração. O Tandem o mostra ao iniciar, a não ser que ADMIN_TOKEN o defina.",
  "problem.foreign_origin": "O Tandem acha que esta página é de outro site. Avise quem cuida dele.",
  "problem.not_host": "Só o anfitrião pode fazer isso; boa parte, os coanfitriões também.",
  "problem.not_member": "Você não está nesta sala. Entre primeiro.",
  "problem.lobby_full": "Esta sala está cheia. Espere alguém sair ou abra uma sua.",
  "problem.lobby_locked": "O anfitrião trancou esta sala. Fale com ele ou abra uma sua.",
  "problem.removed": "O anfitrião tirou você desta sala. Existem outras.",
  "problem.removed_nearby":
    "O anfitrião acabou de tirar alguém que estava onde você está: por meia hora ninguém novo entra de lá. Fale com ele ou volte depois.",
  "problem.lobby_names_only":
    "Só entram nomes que o anfitrião conhece. Escreva o seu como ele escreve.",
  "problem.not_your_seat": "Os dois lugares são de outras pessoas.",
  "problem.banned": "Quem cuida deste Tandem não deixou você entrar.",
  "problem.banned_nearby":
    "Alguém que estava onde você está foi barrado: por um dia ninguém novo entra de lá. Volte amanhã ou por outra rede.",
  "problem.no_such_lobby":
    "Nenhuma sala tem esse nome, ou ela já fechou. Confira o link ou abra uma sua.",
  "problem.lobby_closed": "Esta sala fechou, pois não havia mais ninguém. Abra outra.",
  "problem.no_such_room": "Essa partida não existe. Volte à sua sala ou abra uma.",
  "problem.no_such_game": "Esse desenho não existe, ou ainda não está pronto.",
  "problem.no_such_prompt_set": "Essas ideias não existem mais, ou não são suas.",
  "problem.no_such_report": "Essa denúncia não existe.",
  "problem.no_such_page": "Não há nada aqui.",
  "problem.method_not_allowed": "Isso não dá para fazer aqui. Carregue a página de novo.",
  "problem.playing": "Você está numa partida. Termine ou saia dela primeiro.",
  "problem.too_many_prompt_sets":
    "Você já escreveu todas as séries que pode ter. Guarde uma primeiro.",
  "problem.no_partner": "Não há ninguém com quem jogar assim agora.",
  "problem.no_page": "Esta página perdeu o contato por um momento. Tente de novo.",
  "problem.no_ghost": "Não há fantasma para você. Espere alguém ou compartilhe um link.",
  "problem.not_pick": "Nesta sala as duplas se formam de outro jeito.",
  "problem.no_such_player": "Essa pessoa não existe.",
  "problem.live": "Essa partida ainda está em andamento. Feche a sala dela primeiro.",
  "problem.not_a_socket":
    "Algo no caminho impede o desenho ao vivo. Avise quem cuida deste Tandem.",
  "problem.too_many": "Foram vezes demais. Espere um pouco e tente de novo.",
  "problem.unavailable":
    "O Tandem não consegue fazer isso agora. Tente de novo em alguns segundos.",
  "problem.internal": "Algo deu errado do nosso lado, e ficou anotado. Tente de novo.",
};
