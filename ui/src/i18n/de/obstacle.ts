import type { obstacle as english } from "../en/obstacle";
import type { Translated } from "../messages";

export const obstacle: Translated<typeof english> = {
  "obstacle.wrong_address": "Tandem wohnt unter einer anderen Adresse",
  "obstacle.wrong_addressText":
    "Hier kann sich dein Browser nicht merken, wer du bist. Öffne Tandem unter seiner eigenen Adresse, dann klappt es.",
  "obstacle.wrong_addressHost":
    "PUBLIC_URL ist {address}, aber diese Seite kam über einfaches http, wo Browser den Cookie ablehnen. Lass alle PUBLIC_URL öffnen, oder lass es leer, um über http zu spielen.",
  "obstacle.open": "{host} öffnen",
  "obstacle.foreign_origin": "Tandem kennt diese Adresse nicht",
  "obstacle.foreign_originText":
    "Es hält diese Seite für die einer anderen Website und lässt sie nicht spielen. Sag es denen, die es betreiben.",
  "obstacle.foreign_originHost":
    "Entweder ändert ein Proxy den Header Host, oder PUBLIC_URL ist nicht {origin}. Was davon, steht im Log von Tandem.",
  "obstacle.no_cookies": "Dein Browser behält keine Cookies",
  "obstacle.no_cookiesText":
    "Tandem braucht einen einzigen, um dich wiederzuerkennen. Erlaube Cookies für diese Website und versuch es noch einmal.",
  "obstacle.no_cookiesHost":
    "Tandem hat einen Cookie gesetzt und nicht zurückbekommen. Wenn niemand spielen kann, entfernt vielleicht ein Proxy Set-Cookie oder Cookie.",
  "obstacle.no_sockets": "Eure Stifte kommen nicht durch",
  "obstacle.no_socketsText":
    "Dieses Tandem steht hinter einem Proxy, der keine Websockets durchlässt. Sag es denen, die es betreiben.",
  "obstacle.no_socketsHost":
    "Der Proxy muss die Header Upgrade, Connection und Host weitergeben. „tandem help proxies“ zeigt die Zeilen für nginx, Caddy und Apache; das Log von Tandem nennt die Ursache.",
  "obstacle.host": "Für alle, die es betreiben",
};
