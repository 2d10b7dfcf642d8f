import type { wall as english } from "../en/wall";
import type { Translated } from "../messages";

export const wall: Translated<typeof english> = {
  "wall.join": "Entre e desenhe",
  "wall.nextWave": "Próxima leva em",
  "wall.done": "Prontos em",
  "wall.soon": "um instante",
  "wall.ready": "Prontos para desenhar",
  "wall.readyOf": "{ready} de {here}",
  "wall.round": "Rodada {n}",
  "wall.paused": "Em pausa",
  "wall.members": "Este mural é só para membros",
  "wall.membersText": "Entre primeiro na sala. O anfitrião também pode abri-la para todos.",
  "wall.toLobby": "Ir para a sala",
  "wall.unknownText": "Confira as três palavras do link.",
};
