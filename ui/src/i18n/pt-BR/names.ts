import type { Names } from "../messages";

// The adjective follows the animal and agrees with it.
export const names: Names = {
  between: " ",
  kinds: [
    [
      "Boto Bugio Canário Castor Cavalinho Coelho Esquilo Gambá Gato Golfinho Guará Jabuti Lobo Mico Ouriço Panda Pardal Pato Peixe Pinguim Quati Sabiá Sapo Tamanduá Tatu Tucano",
      "Alegre Amigo Animado Bacana Brincalhão Calmo Curioso Esperto Faceiro Feliz Gentil Ligeiro Maneiro Manso Risonho Sereno Sonhador Tranquilo Travesso Valente",
    ],
    [
      "Abelha Anta Arara Baleia Borboleta Capivara Cegonha Coruja Cutia Doninha Foca Formiga Garça Gaivota Girafa Jaguatirica Joaninha Lhama Lontra Ovelha Preguiça Raposa Tartaruga Zebra",
      "Alegre Amiga Animada Bacana Brincalhona Calma Curiosa Esperta Faceira Feliz Gentil Ligeira Maneira Mansa Risonha Serena Sonhadora Tranquila Travessa Valente",
    ],
  ],
};
