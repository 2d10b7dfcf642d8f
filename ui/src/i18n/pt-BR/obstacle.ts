import type { obstacle as english } from "../en/obstacle";
import type { Translated } from "../messages";

export const obstacle: Translated<typeof english> = {
  "obstacle.wrong_address": "O Tandem mora em outro endereço",
  "obstacle.wrong_addressText":
    "Aqui o seu navegador não consegue lembrar quem você é. Abra o Tandem no endereço dele, e vai funcionar.",
  "obstacle.wrong_addressHost":
    "PUBLIC_URL é {address}, mas esta página veio por http simples, onde os navegadores recusam o cookie. Faça os jogadores abrirem PUBLIC_URL, ou deixe-a vazia para jogar por http.",
  "obstacle.open": "Abrir {host}",
  "obstacle.foreign_origin": "O Tandem não conhece este endereço",
  "obstacle.foreign_originText":
    "Ele acha que esta página é de outro site e não deixa jogar. Avise quem cuida dele.",
  "obstacle.foreign_originHost":
    "Ou um proxy muda o cabeçalho Host, ou PUBLIC_URL não é {origin}. O log do Tandem diz qual.",
  "obstacle.no_cookies": "Seu navegador não guarda cookies",
  "obstacle.no_cookiesText":
    "O Tandem precisa de um só, para reconhecer você. Permita os cookies deste site e tente de novo.",
  "obstacle.no_cookiesHost":
    "O Tandem criou um cookie e não o recebeu de volta. Se ninguém consegue jogar, talvez um proxy esteja tirando Set-Cookie ou Cookie.",
  "obstacle.no_sockets": "Os lápis de vocês não passam",
  "obstacle.no_socketsText":
    "Este Tandem está atrás de um proxy que não deixa passar websockets. Avise quem cuida dele.",
  "obstacle.no_socketsHost":
    "O proxy precisa repassar os cabeçalhos Upgrade, Connection e Host. “tandem help proxies” mostra as linhas para nginx, Caddy e Apache; o log do Tandem diz a causa.",
  "obstacle.host": "Para quem cuida dele",
};
