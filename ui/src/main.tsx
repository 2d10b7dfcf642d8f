import { render } from "preact";
import { App, fetchAhead } from "./app";
import { startLanguage } from "./i18n";
import { startName } from "./lobby/me";
import { watchArrivals } from "./page/arrival";
import "./styles/tokens.css";
import "./styles/base.css";

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app");

watchArrivals();
startLanguage().then(() => {
  startName();
  root.textContent = "";
  render(<App />, root);
  fetchAhead();
});
