/** Names for players who have not chosen one: friendly, short, and in the page's language. */

import type { Language } from "../i18n";

const english = {
  before:
    "Brave Breezy Brisk Calm Cheery Clever Cosy Curious Daring Dreamy Fancy Gentle Happy Humble Jolly Kind Lucky Mellow Merry Mighty Nimble Plucky Polite Quick Quiet Snug Spry Sunny Swift Tidy Witty Zesty",
  animals:
    "Alpaca Badger Beaver Bee Crane Crow Dolphin Duck Falcon Ferret Finch Fox Frog Gecko Goat Hare Heron Koala Lynx Magpie Mole Moose Newt Otter Owl Panda Pelican Puffin Robin Seal Sloth Stork Swan Toad Turtle Walrus Whale Wombat Wren Yak",
};

// In Spanish the adjective follows the animal and agrees with it.
const spanish = {
  masculine: {
    animals:
      "Búho Castor Ciervo Cisne Delfín Erizo Gato Koala Lince Mapache Oso Pato Petirrojo Pingüino Puma Sapo Tejón Topo Tucán Zorro",
    after:
      "Alegre Amable Astuto Audaz Brioso Curioso Feliz Gracioso Listo Mañoso Sereno Soñador Travieso Valiente",
  },
  feminine: {
    animals:
      "Abeja Alondra Ardilla Ballena Cabra Cigüeña Foca Gacela Garza Grulla Jirafa Liebre Llama Marmota Nutria Oveja Rana Tortuga Urraca Vicuña",
    after:
      "Alegre Amable Astuta Audaz Briosa Curiosa Feliz Graciosa Lista Mañosa Serena Soñadora Traviesa Valiente",
  },
};

/**
 * A random name such as "Merry Otter", at most 24 characters. `random` returns 0 to 1, excluding 1.
 */
export function friendlyName(language: Language, random: () => number = Math.random): string {
  const pick = (words: string) => {
    const all = words.split(" ");
    return all[Math.floor(random() * all.length)];
  };
  switch (language) {
    case "en":
      return `${pick(english.before)} ${pick(english.animals)}`;
    case "es": {
      const { animals, after } = random() < 0.5 ? spanish.masculine : spanish.feminine;
      return `${pick(animals)} ${pick(after)}`;
    }
  }
}
