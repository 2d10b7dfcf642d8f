import type { gallery as english } from "../en/gallery";
import type { Translated } from "../messages";

export const gallery: Translated<typeof english> = {
  "gallery.title": "Galerie",
  "gallery.about":
    "Bilder, die je zwei zusammen gezeichnet haben, mit Ideen, die der andere nicht sehen konnte.",
  "gallery.order": "Reihenfolge",
  "gallery.newest": "Neueste",
  "gallery.mostLiked": "Beliebteste",
  "gallery.week": "Diese Woche",
  "gallery.theme": "Thema",
  "gallery.anyTheme": "Alle Themen",
  "gallery.language": "Sprache der Ideen",
  "gallery.anyLanguage": "Alle Sprachen",

  "gallery.like": "{title} gefällt mir",
  "gallery.likes.one": "Gefällt {n} Person",
  "gallery.likes.other": "Gefällt {n} Leuten",
  "gallery.notYet": "Dein Herz zählt, sobald du mit jemandem ein Spiel zu Ende gespielt hast.",
  "gallery.more": "Weitere Bilder",
  "gallery.moreOf": "Mehr aus der Galerie",

  "gallery.none": "Die Wand ist noch leer",
  "gallery.noneText":
    "Zeichne etwas mit jemandem und lasst es hier hängen: Ihr sagt es beide unter dem Bild.",
  "gallery.noneFound": "Davon gibt es noch keins",
  "gallery.noneFoundText":
    "Ein anderes Thema oder eine andere Sprache hat welche, oder du zeichnest das erste.",
  "gallery.all": "Alle Bilder",
  "gallery.draw": "Zeichne eins",

  "gallery.off": "Hier gibt es keine Galerie",
  "gallery.offText": "Wer dieses Tandem betreibt, hat keine eingerichtet.",

  "gallery.show": "In der Galerie zeigen",
  "gallery.out": "Dort sehen es alle, mit euren Namen. Ihr müsst es beide wollen.",
  "gallery.partnerShows": "{name} würde es zeigen. Ihr müsst es beide wollen.",
  "gallery.waitsForPartner": "Es hängt dort, sobald {name} es auch will.",
  "gallery.waitsForOperator":
    "Es hängt dort, sobald sich der Betreiber dieses Tandems das Bild angesehen hat.",
  "gallery.in": "Es hängt in der Galerie. Jeder von euch kann es zurücknehmen.",
  "gallery.refused": "Es wird dort nicht gezeigt.",
  "gallery.see": "Zur Galerie",
  "gallery.report": "Melden",
  "gallery.reportTitle": "Dieses Bild melden?",
  "gallery.reportText": "Der Betreiber dieses Tandems sieht es sich an.",
};
