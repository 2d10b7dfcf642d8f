import type { obstacle as english } from "../en/obstacle";
import type { Translated } from "../messages";

export const obstacle: Translated<typeof english> = {
  "obstacle.wrong_address": "Tandem habite à une autre adresse",
  "obstacle.wrong_addressText":
    "Ici, ton navigateur ne peut pas retenir qui tu es. Ouvre Tandem à sa propre adresse, et ça marchera.",
  "obstacle.wrong_addressHost":
    "PUBLIC_URL vaut {address}, mais cette page est arrivée en simple http, où les navigateurs refusent le cookie. Fais ouvrir PUBLIC_URL aux joueurs, ou vide-la pour jouer en http.",
  "obstacle.open": "Ouvrir {host}",
  "obstacle.foreign_origin": "Tandem ne connaît pas cette adresse",
  "obstacle.foreign_originText":
    "Il prend cette page pour celle d’un autre site et ne la laisse pas jouer. Préviens la personne qui le gère.",
  "obstacle.foreign_originHost":
    "Soit un proxy change l’en-tête Host, soit PUBLIC_URL n’est pas {origin}. Le journal de Tandem dit lequel.",
  "obstacle.no_cookies": "Ton navigateur ne garde pas les cookies",
  "obstacle.no_cookiesText":
    "Tandem n’en a besoin que d’un, pour te reconnaître. Autorise les cookies de ce site, puis réessaie.",
  "obstacle.no_cookiesHost":
    "Tandem a posé un cookie qui n’est pas revenu. Si personne ne peut jouer, un proxy enlève peut-être Set-Cookie ou Cookie.",
  "obstacle.no_sockets": "Vos crayons ne passent pas",
  "obstacle.no_socketsText":
    "Ce Tandem est derrière un proxy qui ne laisse pas passer les websockets. Préviens la personne qui le gère.",
  "obstacle.no_socketsHost":
    "Le proxy doit transmettre les en-têtes Upgrade, Connection et Host. « tandem help proxies » donne les lignes pour nginx, Caddy et Apache ; le journal de Tandem nomme la cause.",
  "obstacle.host": "Pour la personne qui le gère",
};
