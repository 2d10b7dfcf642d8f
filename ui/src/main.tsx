import { render } from "preact";
import { App, prefetchViews } from "./app";
import { recordArrivals } from "./browser/arrival";
import { startLanguage } from "./i18n";
import { initName } from "./me/me";
import "./design/tokens.css";
import "./design/base.css";

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app");

recordArrivals();
startLanguage().then(() => {
  initName();
  root.textContent = "";
  render(<App />, root);
  prefetchViews();
});
