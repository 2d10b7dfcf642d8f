import type { chat as english } from "../en/chat";
import type { Translated } from "../messages";

export const chat: Translated<typeof english> = {
  "chat.title": "Discussion",
  "chat.lines": "Ce qui a été dit",
  "chat.empty": "Ce qui est dit ici disparaît quand tout le monde est parti.",
  "chat.you": "Toi",
  "chat.say": "Écris quelque chose",
  "chat.send": "Envoyer",
  "chat.long": "{n} caractères ; {most} au maximum.",
  "chat.unread.one": "{n} nouveau message",
  "chat.unread.other": "{n} nouveaux messages",
  "chat.tools": "Masquer ou effacer",
  "chat.mute": "Masquer pour toi ce qu’ils écrivent",
  "chat.muteName": "Masquer {name}",
  "chat.clear": "Effacer pour tout le monde",
  "chat.close": "Fermer la discussion",
  "chat.inRooms": "Discuter aussi pendant les parties",
  "chat.alsoInGames": "aussi pendant les parties",

  "problem.unfit_line": "Ce message n’est pas pour tout le monde. Choisis des mots plus gentils.",
  "problem.no_chat":
    "Pas de discussion ici pour le moment : il n’y en a pas dans un salon visible pour tout le monde, et pendant une partie seulement si l’hôte le permet.",
};
