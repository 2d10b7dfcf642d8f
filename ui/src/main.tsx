import { render } from "preact";
import { App, fetchAhead } from "./app";
import { watchArrivals } from "./browser/arrival";
import { startLanguage } from "./i18n";
import { startName } from "./me/me";
import "./design/tokens.css";
import "./design/base.css";

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app");

watchArrivals();
startLanguage().then(() => {
  startName();
  root.textContent = "";
  render(<App />, root);
  fetchAhead();
});
