import type { wall as english } from "../en/wall";
import type { Translated } from "../messages";

export const wall: Translated<typeof english> = {
  "wall.join": "Entra y dibuja",
  "wall.nextWave": "Otra tanda en",
  "wall.done": "Listos en",
  "wall.soon": "un momento",
  "wall.ready": "Listos para dibujar",
  "wall.readyOf": "{ready} de {here}",
  "wall.round": "Ronda {n}",
  "wall.paused": "En pausa",
  "wall.members": "Este muro es para sus miembros",
  "wall.membersText":
    "Entra primero en la sala. Su anfitrión también puede abrirla a la vista de todos.",
  "wall.toLobby": "A la sala",
  "wall.unknownText": "Comprueba las tres palabras del enlace.",
};
