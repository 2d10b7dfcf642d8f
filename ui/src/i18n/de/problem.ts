import type { problem as english } from "../en/problem";
import type { Translated } from "../messages";

export const problem: Translated<typeof english> = {
  "problem.invalid":
    "Etwas davon geht nicht: zu lang, nicht für alle geeignet oder von der falschen Art.",
  "problem.unfit_name": "Dieser Name ist nicht für alle geeignet. Nimm einen netteren.",
  "problem.not_json": "Diese Seite sprach eine Sprache, die Tandem nicht versteht. Lade sie neu.",
  "problem.too_large": "Das ist mehr, als Tandem auf einmal nimmt. Mach es kürzer.",
  "problem.no_session":
    "Tandem kennt dich hier nicht. Erlaube Cookies für diese Website und lade die Seite neu.",
  "problem.wrong_address": "Tandem wohnt unter einer anderen Adresse. Öffne es dort.",
  "problem.no_admin":
    "Dieses Token ist nicht das des Betreibers. Tandem zeigt es beim Start, außer ADMIN_TOKEN legt es fest.",
  "problem.foreign_origin":
    "Tandem hält diese Seite für die einer anderen Website. Sag es denen, die es betreiben.",
  "problem.not_host": "Das darf nur der Host; vieles davon dürfen auch Co-Hosts.",
  "problem.not_member": "Du bist nicht in dieser Lobby. Komm erst herein.",
  "problem.lobby_full": "Diese Lobby ist voll. Warte, bis jemand geht, oder öffne selbst eine.",
  "problem.lobby_locked":
    "Der Host hat diese Lobby abgeschlossen. Frag den Host oder öffne selbst eine.",
  "problem.removed": "Der Host hat dich aus dieser Lobby hinausgeschickt. Es gibt andere.",
  "problem.removed_nearby":
    "Gerade wurde jemand hinausgeschickt, der am selben Ort war wie du. Eine halbe Stunde lang kommt von dort niemand Neues herein. Frag den Host oder komm dann wieder.",
  "problem.lobby_names_only":
    "Nur Namen, die der Host kennt, kommen herein. Schreib deinen so, wie der Host ihn schreibt.",
  "problem.not_your_seat": "Auf beiden Plätzen sitzen schon andere.",
  "problem.banned": "Wer dieses Tandem betreibt, hat dich abgewiesen.",
  "problem.banned_nearby":
    "Jemand, der am selben Ort war wie du, wurde abgewiesen. Einen Tag lang kommt von dort niemand Neues herein. Komm morgen wieder oder aus einem anderen Netz.",
  "problem.no_such_lobby":
    "Keine Lobby heißt so, oder sie ist geschlossen. Prüf den Link oder öffne selbst eine.",
  "problem.lobby_closed": "Diese Lobby ist geschlossen, weil niemand mehr da war. Öffne eine neue.",
  "problem.no_such_room": "Dieses Spiel gibt es nicht. Geh zurück in deine Lobby oder öffne eine.",
  "problem.no_such_game": "Diese Zeichnung gibt es nicht, oder sie ist noch nicht fertig.",
  "problem.no_such_prompt_set": "Diese Ideen sind weg, oder es sind nicht deine.",
  "problem.no_such_report": "Diese Meldung gibt es nicht.",
  "problem.no_such_page": "Hier ist nichts.",
  "problem.method_not_allowed": "Das geht hier nicht. Lade die Seite neu.",
  "problem.playing": "Du bist in einem Spiel. Beende oder verlass es erst.",
  "problem.too_many_prompt_sets":
    "Mehr eigene Ideen kannst du nicht aufheben. Leg erst welche weg.",
  "problem.no_partner": "Auf diesem Weg ist gerade niemand zum Spielen da.",
  "problem.no_page": "Diese Seite hat kurz den Kontakt verloren. Versuch es noch einmal.",
  "problem.no_ghost": "Für dich ist kein Geist da. Warte auf jemanden, oder teile einen Link.",
  "problem.not_pick": "In dieser Lobby entstehen Paare auf andere Weise.",
  "problem.no_such_player": "Diese Person gibt es nicht.",
  "problem.live": "Dieses Spiel läuft noch. Schließ es erst.",
  "problem.not_a_socket":
    "Unterwegs wird das Live-Zeichnen blockiert. Sag es denen, die dieses Tandem betreiben.",
  "problem.too_many": "Das war zu oft. Warte ein wenig und versuch es dann noch einmal.",
  "problem.unavailable":
    "Das kann Tandem gerade nicht. Versuch es in ein paar Sekunden noch einmal.",
  "problem.internal":
    "Bei uns ist etwas schiefgegangen, und es ist notiert. Versuch es noch einmal.",
};
