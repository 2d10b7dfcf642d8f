import type { obstacle as english } from "../en/obstacle";
import type { Translated } from "../messages";

export const obstacle: Translated<typeof english> = {
  "obstacle.wrong_address": "Tandem vive en otra dirección",
  "obstacle.wrong_addressText":
    "Aquí tu navegador no puede recordar quién eres. Abre Tandem en su propia dirección y funcionará.",
  "obstacle.wrong_addressHost":
    "PUBLIC_URL es {address}, pero esta página llegó por http sin cifrar, donde los navegadores rechazan la cookie. Que los jugadores abran PUBLIC_URL, o quítala para jugar por http.",
  "obstacle.open": "Abrir {host}",
  "obstacle.foreign_origin": "Tandem no conoce esta dirección",
  "obstacle.foreign_originText":
    "Cree que esta página es de otro sitio y no la deja jugar. Avisa a quien lo administra.",
  "obstacle.foreign_originHost":
    "O un proxy cambia la cabecera Host, o PUBLIC_URL no es {origin}. El registro de Tandem dice cuál.",
  "obstacle.no_cookies": "Tu navegador no guarda cookies",
  "obstacle.no_cookiesText":
    "Tandem necesita una sola, para reconocerte. Permite las cookies de este sitio y reinténtalo.",
  "obstacle.no_cookiesHost":
    "Tandem puso una cookie y no volvió. Si nadie puede jugar, quizá un proxy quita Set-Cookie o Cookie.",
  "obstacle.no_sockets": "Vuestros trazos no llegan",
  "obstacle.no_socketsText":
    "Este Tandem está detrás de un proxy que no deja pasar websockets. Avisa a quien lo administra.",
  "obstacle.no_socketsHost":
    "El proxy tiene que pasar las cabeceras Upgrade, Connection y Host. «tandem help proxies» muestra las líneas para nginx, Caddy y Apache; el registro de Tandem nombra la causa.",
  "obstacle.host": "Para quien lo administra",
};
