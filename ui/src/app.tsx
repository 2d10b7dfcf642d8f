import type { ComponentChildren } from "preact";
import { useErrorBoundary } from "preact/hooks";
import { LocationProvider, lazy, Route, Router, useLocation } from "preact-iso";
import { obstacle } from "./api/obstacle";
import { BelowHome } from "./browser/home";
import { Toasts } from "./design/toast";
import Home from "./home/homePage";
import { speakToOperator } from "./i18n";
import { BrokenPage, isServed, UnfetchedPage } from "./page/errorPages";
import NotFound from "./page/notFoundPage";
import { ObstaclePage } from "./page/obstaclePage";

type View = () => ComponentChildren;

const views = {
  lobby: () => import("./lobby/lobbyPage"),
  wall: () => import("./wall/wallPage"),
  quick: () => import("./quick/quickPage"),
  room: () => import("./room/roomPage"),
  reveal: () => import("./reveal/revealPage"),
  games: () => import("./games/gamesPage"),
  admin: () => import("./admin/games/gamesPage"),
  adminGame: () => import("./admin/games/gamePage"),
  adminLobbies: () => import("./admin/lobbiesPage"),
  adminPlayers: () => import("./admin/playersPage"),
  adminReports: () => import("./admin/reportsPage"),
  adminStats: () => import("./admin/statsPage"),
  adminPrompts: () => import("./admin/promptsPage"),
  adminAudit: () => import("./admin/auditPage"),
};

// If a view cannot be fetched, it waits for the network and the server. If it is gone, because a
// newer Tandem is served now, it shows an error page with a button to reload.
function view(load: () => Promise<{ default: View }>) {
  return lazy(() =>
    load().catch(
      async (): Promise<{ default: View }> => ({
        default: (await isServed()) ? BrokenPage : UnfetchedPage,
      }),
    ),
  );
}

/** One of the operator's pages, with the texts that only those have. */
function operatorView(load: () => Promise<{ default: View }>) {
  return view(async () => {
    const [page] = await Promise.all([load(), speakToOperator()]);
    return page;
  });
}

const Lobby = view(views.lobby);
const Wall = view(views.wall);
const Quick = view(views.quick);
const Room = view(views.room);
const Reveal = view(views.reveal);
const Games = view(views.games);
const Admin = operatorView(views.admin);
const AdminGame = operatorView(views.adminGame);
const AdminLobbies = operatorView(views.adminLobbies);
const AdminPlayers = operatorView(views.adminPlayers);
const AdminReports = operatorView(views.adminReports);
const AdminStats = operatorView(views.adminStats);
const AdminPrompts = operatorView(views.adminPrompts);
const AdminAudit = operatorView(views.adminAudit);

/** The app: the view for an address, and what is shown above all views. */
export function App() {
  return (
    <LocationProvider>
      <BelowHome>
        <Views />
      </BelowHome>
    </LocationProvider>
  );
}

function Views() {
  const [error] = useErrorBoundary((failed) => console.error(failed));
  const { path } = useLocation();
  if (error) return <BrokenPage />;
  if (obstacle.value) return <ObstaclePage obstacle={obstacle.value} />;
  return (
    <>
      <Router>
        <Route path="/" component={Home} />
        <Route path="/l/:code" component={Lobby} />
        <Route path="/l/:code/wall" component={Wall} />
        <Route path="/quick" component={Quick} />
        <Route path="/r/:id" component={Room} />
        <Route path="/g/:id" component={Reveal} />
        <Route path="/games" component={Games} />
        <Route path="/admin" component={Admin} />
        <Route path="/admin/games/:id" component={AdminGame} />
        <Route path="/admin/lobbies" component={AdminLobbies} />
        <Route path="/admin/players" component={AdminPlayers} />
        <Route path="/admin/reports" component={AdminReports} />
        <Route path="/admin/stats" component={AdminStats} />
        <Route path="/admin/prompts" component={AdminPrompts} />
        <Route path="/admin/audit" component={AdminAudit} />
        <Route default component={NotFound} />
      </Router>
      <Toasts top={path.startsWith("/r/")} />
    </>
  );
}

/**
 * Prefetches the next views while the browser is idle. If it fails, they are fetched when needed.
 */
export async function prefetchViews(): Promise<void> {
  const idle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1500));
  await new Promise<unknown>((run) => idle(run, { timeout: 5000 }));
  await views
    .lobby()
    .then(views.room)
    .catch(() => {});
}
