import type { Names } from "../messages";

// The adjective follows the animal and agrees with it.
export const names: Names = {
  between: " ",
  kinds: [
    [
      "Búho Castor Ciervo Cisne Delfín Erizo Gato Koala Lince Mapache Oso Pato Petirrojo Pingüino Puma Sapo Tejón Topo Tucán Zorro",
      "Alegre Amable Astuto Audaz Brioso Curioso Feliz Gracioso Listo Mañoso Sereno Soñador Travieso Valiente",
    ],
    [
      "Abeja Alondra Ardilla Ballena Cabra Cigüeña Foca Gacela Garza Grulla Jirafa Liebre Llama Marmota Nutria Oveja Rana Tortuga Urraca Vicuña",
      "Alegre Amable Astuta Audaz Briosa Curiosa Feliz Graciosa Lista Mañosa Serena Soñadora Traviesa Valiente",
    ],
  ],
};
