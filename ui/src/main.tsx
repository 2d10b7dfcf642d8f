import { render } from "preact";
import { App, prefetchViews } from "./app";
import { recordArrivals } from "./browser/arrival";
import { startBelowHome } from "./browser/home";
import { startLanguage } from "./i18n";
import { initName } from "./me/me";
import { restoreControls } from "./page/settings/controls";
import "./design/tokens.css";
import "./design/base.css";

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app");

startBelowHome();
recordArrivals();
restoreControls();
startLanguage().then(async () => {
  initName();
  // Renders in a task of its own: in that which runs the scripts, the browser also lays out what they left.
  await new Promise((resolve) => setTimeout(resolve));
  // The service worker shows the page with this mark when the server does not answer.
  if ("offline" in document.documentElement.dataset) {
    const { OfflinePage } = await import("./offline/offlinePage");
    root.textContent = "";
    return render(<OfflinePage />, root);
  }
  root.textContent = "";
  render(<App />, root);
  await prefetchViews();
  // What cannot be fetched, the next page tries again.
  import("./page/settings/otherTabs")
    .then(({ followOtherTabs }) => followOtherTabs())
    .catch(() => {});
  import("./offline/install").then(({ install }) => install()).catch(() => {});
});
