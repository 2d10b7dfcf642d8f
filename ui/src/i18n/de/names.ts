import type { Names } from "../messages";

// The adjective agrees with the animal.
export const names: Names = {
  between: " ",
  kinds: [
    [
      "Bunter Fescher Flinker Fröhlicher Gewitzter Heiterer Kecker Kluger Lieber Lustiger Munterer Mutiger Netter Sanfter Schlauer Sonniger Stiller Tapferer Treuer Wacher Wilder",
      "Biber Dachs Delfin Elch Falke Fink Frosch Fuchs Hamster Hase Igel Koala Kranich Luchs Maulwurf Otter Papagei Pinguin Rabe Reiher Schwan Seehund Spatz Storch Wal Waschbär",
    ],
    [
      "Bunte Fesche Flinke Fröhliche Gewitzte Heitere Kecke Kluge Liebe Lustige Muntere Mutige Nette Sanfte Schlaue Sonnige Stille Tapfere Treue Wache Wilde",
      "Amsel Biene Elster Ente Eule Gans Giraffe Hummel Krähe Lerche Maus Meise Möwe Qualle Raupe Robbe Schildkröte Schnecke Schwalbe Ziege",
    ],
    [
      "Buntes Fesches Flinkes Fröhliches Gewitztes Heiteres Keckes Kluges Liebes Lustiges Munteres Mutiges Nettes Sanftes Schlaues Sonniges Stilles Tapferes Treues Waches Wildes",
      "Alpaka Chamäleon Eichhörnchen Faultier Kamel Küken Lama Murmeltier Nashorn Reh Rotkehlchen Schaf Seepferdchen Wiesel Zebra",
    ],
  ],
};
