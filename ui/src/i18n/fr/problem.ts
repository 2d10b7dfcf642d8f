import type { problem as english } from "../en/problem";
import type { Translated } from "../messages";

export const problem: Translated<typeof english> = {
  "problem.invalid":
    "Quelque chose là-dedans ne convient pas : trop long, pas pour tout le monde ou du mauvais type.",
  "problem.unfit_name": "Ce nom n’est pas pour tout le monde. Choisis-en un plus gentil.",
  "problem.not_json": "Cette page a parlé une langue que Tandem ne comprend pas. Recharge-la.",
  "problem.too_large": "C’est plus que Tandem n’en prend d’un coup. Fais plus court.",
  "problem.no_session":
    "Tandem ne te reconnaît pas ici. Autorise les cookies de ce site, puis recharge la page.",
  "problem.wrong_address": "Tandem habite à une autre adresse. Ouvre-le là-bas.",
  "problem.no_admin":
    "Ce jeton n’est pas celui de l’administration. Tandem l’affiche au démarrage, sauf si ADMIN_TOKEN le fixe.",
  "problem.foreign_origin":
    "Tandem prend cette page pour celle d’un autre site. Préviens la personne qui le gère.",
  "problem.not_host": "Seul l’hôte peut faire ça ; les co-hôtes peuvent en faire une bonne partie.",
  "problem.not_member": "Tu n’es pas dans ce salon. Entre d’abord.",
  "problem.lobby_full": "Ce salon est plein. Attends que quelqu’un parte, ou ouvre le tien.",
  "problem.lobby_locked": "L’hôte a fermé ce salon à clé. Demande-lui, ou ouvre le tien.",
  "problem.removed": "L’hôte t’a fait sortir de ce salon. Il y en a d’autres.",
  "problem.removed_nearby":
    "L’hôte vient de faire sortir quelqu’un qui était là où tu es : personne de nouveau n’entre de là pendant une demi-heure. Demande à l’hôte, ou reviens ensuite.",
  "problem.lobby_names_only": "Seuls les noms que l’hôte connaît entrent. Écris le tien comme lui.",
  "problem.not_your_seat": "Les deux places sont prises par d’autres.",
  "problem.banned": "La personne qui gère ce Tandem t’a refusé l’entrée.",
  "problem.banned_nearby":
    "Quelqu’un qui était là où tu es s’est vu refuser l’entrée : personne de nouveau n’entre de là pendant un jour. Reviens demain, ou depuis un autre réseau.",
  "problem.no_such_lobby":
    "Aucun salon ne porte ce nom, ou il est fermé. Vérifie le lien, ou ouvre le tien.",
  "problem.lobby_closed": "Ce salon a fermé, il n’y avait plus personne. Ouvres-en un autre.",
  "problem.no_such_room": "Cette partie n’existe pas. Retourne à ton salon, ou ouvres-en un.",
  "problem.no_such_game": "Ce dessin n’existe pas, ou il n’est pas encore fini.",
  "problem.no_such_prompt_set": "Ces idées ne sont plus là, ou ne sont pas à toi.",
  "problem.no_such_report": "Ce signalement n’existe pas.",
  "problem.no_such_page": "Il n’y a rien ici.",
  "problem.method_not_allowed": "Ça ne se fait pas ici. Recharge la page.",
  "problem.playing": "Tu es dans une partie. Termine-la ou quitte-la d’abord.",
  "problem.too_many_prompt_sets":
    "Tu as écrit autant de séries que possible. Range-en une d’abord.",
  "problem.no_partner": "Il n’y a personne avec qui jouer de cette façon pour l’instant.",
  "problem.no_page": "Cette page a perdu le contact un instant. Réessaie.",
  "problem.no_ghost": "Il n’y a pas de fantôme pour toi. Attends quelqu’un, ou partage un lien.",
  "problem.not_pick": "Dans ce salon, les paires se font autrement.",
  "problem.no_such_player": "Cette personne n’existe pas.",
  "problem.live": "Cette partie est en cours. Ferme-la d’abord.",
  "problem.not_a_socket":
    "Quelque chose en chemin empêche de dessiner en direct. Préviens la personne qui gère ce Tandem.",
  "problem.too_many": "C’était trop souvent. Attends un peu, puis réessaie.",
  "problem.unavailable":
    "Tandem ne peut pas faire ça tout de suite. Réessaie dans quelques secondes.",
  "problem.internal": "Quelque chose s’est mal passé de notre côté, et c’est noté. Réessaie.",
};
