import type { problem as english } from "../en/problem";
import type { Translated } from "../messages";

export const problem: Translated<typeof english> = {
  "problem.invalid":
    "Algo de esto no sirve: es demasiado largo, no es para todo el mundo o es de otro tipo.",
  "problem.unfit_name": "Este nombre no es para todo el mundo. Elige uno más amable.",
  "problem.not_json": "Esta página habló en un idioma que Tandem no entiende. Cárgala otra vez.",
  "problem.too_large": "Es más de lo que Tandem acepta de una vez. Hazlo más corto.",
  "problem.no_session":
    "Tandem no te reconoce aquí. Permite las cookies de este sitio y carga la página otra vez.",
  "problem.wrong_address": "Tandem vive en otra dirección. Ábrelo allí.",
  "problem.no_admin":
    "Esta clave no es la de quien administra. Tandem la muestra al arrancar, salvo que la fije ADMIN_TOKEN.",
  "problem.foreign_origin":
    "Tandem cree que esta página es de otro sitio. Avisa a quien lo administra.",
  "problem.not_host":
    "Eso solo lo puede hacer quien abrió la sala; mucho de ello, también quien coorganiza.",
  "problem.not_member": "No estás en esta sala. Entra primero.",
  "problem.lobby_full": "Esta sala está llena. Espera a que alguien salga o abre una tuya.",
  "problem.lobby_locked": "Quien abrió esta sala la cerró con llave. Pregúntale o abre una tuya.",
  "problem.removed": "Te sacaron de esta sala. Hay otras.",
  "problem.removed_nearby":
    "Se acaba de sacar de esta sala a alguien que estaba donde tú estás, así que durante media hora no entra nadie nuevo desde ahí. Pregunta a quien la abrió o vuelve entonces.",
  "problem.lobby_names_only":
    "Solo entran los nombres que conoce quien abrió la sala. Escribe el tuyo igual.",
  "problem.not_your_seat": "Los dos sitios son de otras personas.",
  "problem.banned": "Quien administra este Tandem te apartó.",
  "problem.banned_nearby":
    "Se apartó a alguien que estaba donde tú estás, así que durante un día no entra nadie nuevo desde ahí. Vuelve mañana o desde otra red.",
  "problem.no_such_lobby":
    "Ninguna sala se llama así, o ya se cerró. Revisa el enlace o abre una tuya.",
  "problem.lobby_closed": "Esta sala se cerró porque ya no había nadie. Abre una nueva.",
  "problem.no_such_room": "Esa partida no existe. Vuelve a tu sala o abre una.",
  "problem.no_such_game": "Ese dibujo no existe, o aún no está terminado.",
  "problem.no_such_prompt_set": "Esas pistas ya no están, o no son tuyas.",
  "problem.no_such_report": "Esa denuncia no existe.",
  "problem.no_such_page": "Aquí no hay nada.",
  "problem.method_not_allowed": "Eso no se puede hacer aquí. Carga la página otra vez.",
  "problem.playing": "Estás en una partida. Termínala o sal de ella primero.",
  "problem.too_many_prompt_sets":
    "Ya escribiste todas las series que puedes tener. Retira una primero.",
  "problem.no_partner": "Ahora mismo no hay con quién jugar así.",
  "problem.no_page": "Esta página perdió el contacto un momento. Inténtalo otra vez.",
  "problem.no_ghost":
    "No hay ningún fantasma con quien dibujar. Espera a alguien o comparte un enlace.",
  "problem.not_pick": "En esta sala las parejas se forman de otra manera.",
  "problem.no_such_player": "Esa persona no existe.",
  "problem.live": "Esta partida sigue en curso. Cierra primero su sala.",
  "problem.not_a_socket":
    "Algo por el camino impide dibujar en vivo. Avisa a quien administra este Tandem.",
  "problem.too_many": "Fueron demasiadas veces. Espera un poco e inténtalo otra vez.",
  "problem.unavailable":
    "Tandem no puede hacer eso ahora mismo. Inténtalo otra vez en unos segundos.",
  "problem.internal": "Algo falló por nuestra parte y quedó anotado. Inténtalo otra vez.",
};
