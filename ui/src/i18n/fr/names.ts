import type { Names } from "../messages";

// The adjective follows the animal and agrees with it.
export const names: Names = {
  between: " ",
  kinds: [
    [
      "Blaireau Canard Castor Cerf Chat Colibri Corbeau Cygne Dauphin Écureuil Faucon Hérisson Hibou Koala Lama Lapin Lynx Macareux Moineau Panda Pingouin Renard Tapir Toucan Yak",
      "Aimable Audacieux Calme Câlin Curieux Doux Enjoué Fidèle Futé Gai Habile Heureux Joyeux Malin Paisible Pétillant Rêveur Rieur Serein Vaillant Vif",
    ],
    [
      "Abeille Alouette Baleine Belette Chouette Cigogne Coccinelle Gazelle Girafe Grenouille Grue Hirondelle Licorne Loutre Marmotte Mésange Mouette Otarie Pie Souris Taupe Tortue",
      "Aimable Audacieuse Calme Câline Curieuse Douce Enjouée Fidèle Futée Gaie Habile Heureuse Joyeuse Maligne Paisible Pétillante Rêveuse Rieuse Sereine Vaillante Vive",
    ],
  ],
};
