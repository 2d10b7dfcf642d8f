// Only browsers without modules run this; nothing else of the page runs in them.
document.getElementById("app").innerHTML =
  '<p class="before-it-runs">This browser is too old for Tandem. ' +
  "A current Firefox, Chrome, Edge or Safari will do.</p>";
