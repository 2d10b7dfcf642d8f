/** The words of the gallery. What speaks of it adds them: gallery/words. */
export const gallery = {
  "gallery.title": "Gallery",
  "gallery.about": "Drawings by two people each, made from prompts the other could not see.",
  "gallery.order": "Order",
  "gallery.newest": "Newest",
  "gallery.mostLiked": "Most liked",
  "gallery.week": "This week",
  "gallery.theme": "Theme",
  "gallery.anyTheme": "Any theme",
  "gallery.language": "Language of the prompts",
  "gallery.anyLanguage": "Any language",

  "gallery.like": "I like {title}",
  "gallery.likes.one": "{n} like",
  "gallery.likes.other": "{n} likes",
  "gallery.notYet": "Your like counts once you have finished a game with somebody.",
  "gallery.more": "More drawings",
  "gallery.moreOf": "More from the gallery",

  "gallery.none": "The wall is still bare",
  "gallery.noneText":
    "Draw something with somebody, and let it hang here: both of you say so under the drawing.",
  "gallery.noneFound": "None of these yet",
  "gallery.noneFoundText": "Another theme or language has some, or you draw the first.",
  "gallery.all": "All drawings",
  "gallery.draw": "Draw one",

  "gallery.off": "No gallery here",
  "gallery.offText": "Whoever runs this Tandem keeps none.",

  "gallery.show": "Show it in the gallery",
  "gallery.out": "Everybody sees it there, with your names. It takes both of you.",
  "gallery.partnerShows": "{name} would show it. It takes both of you.",
  "gallery.waitsForPartner": "It hangs there once {name} wants that, too.",
  "gallery.waitsForOperator": "It hangs there once whoever runs this Tandem has looked at it.",
  "gallery.in": "It hangs in the gallery. Each of you can take it back.",
  "gallery.refused": "It isn’t shown there.",
  "gallery.see": "See the gallery",
  "gallery.report": "Report",
  "gallery.reportTitle": "Report this drawing?",
  "gallery.reportText": "Whoever runs this Tandem looks at it.",
} as const;
