import { Route, Router } from "preact-iso";
import { speakToOperator } from "../i18n";
import NotFound from "../page/notFoundPage";
import { view } from "../page/view";
import "../page/otherViews";

/** One of the operator's pages, with the texts that only those have. */
function operatorView(load: Parameters<typeof view>[0]) {
  return view(async () => {
    const [page] = await Promise.all([load(), speakToOperator()]);
    return page;
  });
}

const Games = operatorView(() => import("./games/gamesPage"));
const Game = operatorView(() => import("./games/gamePage"));
const Lobbies = operatorView(() => import("./lobbiesPage"));
const Players = operatorView(() => import("./playersPage"));
const Gallery = operatorView(() => import("./galleryPage"));
const Reports = operatorView(() => import("./reportsPage"));
const Stats = operatorView(() => import("./statsPage"));
const Prompts = operatorView(() => import("./promptsPage"));
const Audit = operatorView(() => import("./auditPage"));

/** The operator's pages, by the address below /admin. */
export default function AdminViews() {
  return (
    <Router>
      <Route path="/" component={Games} />
      <Route path="/games/:id" component={Game} />
      <Route path="/lobbies" component={Lobbies} />
      <Route path="/players" component={Players} />
      <Route path="/gallery" component={Gallery} />
      <Route path="/reports" component={Reports} />
      <Route path="/stats" component={Stats} />
      <Route path="/prompts" component={Prompts} />
      <Route path="/audit" component={Audit} />
      <Route default component={NotFound} />
    </Router>
  );
}
