/** What stands between the page and Tandem, and what to do. */
export const obstacle = {
  "obstacle.wrong_address": "Tandem lives at another address",
  "obstacle.wrong_addressText":
    "Here your browser can’t remember who you are. Open Tandem at its own address, and it works.",
  "obstacle.wrong_addressHost":
    "PUBLIC_URL is {address}, but this page came by plain http, where browsers refuse the cookie. Have players open PUBLIC_URL, or unset it to play by http.",
  "obstacle.open": "Open {host}",
  "obstacle.foreign_origin": "Tandem doesn’t know this address",
  "obstacle.foreign_originText":
    "It takes this page for another site’s, and won’t let it play. Tell whoever runs it.",
  "obstacle.foreign_originHost":
    "Either a proxy changes the Host header, or PUBLIC_URL is not {origin}. Tandem’s log says which.",
  "obstacle.no_cookies": "Your browser keeps no cookies",
  "obstacle.no_cookiesText":
    "Tandem needs a single one, to know you again. Allow cookies for this site, then try again.",
  "obstacle.no_cookiesHost":
    "Tandem set a cookie and did not get it back. If nobody can play, a proxy may take Set-Cookie or Cookie out.",
  "obstacle.no_sockets": "Your pens can’t get through",
  "obstacle.no_socketsText":
    "This Tandem stands behind a proxy that doesn’t pass websockets on. Tell whoever runs it.",
  "obstacle.no_socketsHost":
    "The proxy has to pass the Upgrade, Connection and Host headers on. “tandem help proxies” has the lines for nginx, Caddy and Apache; Tandem’s log names the cause.",
  "obstacle.host": "For whoever runs it",
} as const;
