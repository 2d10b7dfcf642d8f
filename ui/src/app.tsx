import type { ComponentChildren } from "preact";
import { useErrorBoundary } from "preact/hooks";
import { LocationProvider, lazy, Route, Router, useLocation } from "preact-iso";
import { obstacle } from "./api/obstacle";
import { Toasts } from "./design/toast";
import Home from "./home/homePage";
import { speakToOperator } from "./i18n";
import { BrokenPage, isServed, UnfetchedPage } from "./page/errorPages";
import NotFound from "./page/notFoundPage";
import { ObstaclePage } from "./page/obstaclePage";

type View = () => ComponentChildren;

const views = {
  lobby: () => import("./lobby/lobbyPage"),
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

// A part of the page that can't be fetched waits for the network and the server; one that is
// gone, because a newer Tandem is served now, shows as broken, with a way to load it again.
function view(load: () => Promise<{ default: View }>) {
  return lazy(() =>
    load().catch(
      async (): Promise<{ default: View }> => ({
        default: (await isServed()) ? BrokenPage : UnfetchedPage,
      }),
    ),
  );
}

/** One of the operator's pages, with the words that only those have. */
function operatorView(load: () => Promise<{ default: View }>) {
  return view(async () => {
    const [page] = await Promise.all([load(), speakToOperator()]);
    return page;
  });
}

const Lobby = view(views.lobby);
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

/** The page: which view an address shows, and what lies above all of them. */
export function App() {
  return (
    <LocationProvider>
      <Views />
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

/** Fetches what comes after the first view while nobody waits for it. What fails now is fetched when it is needed. */
export function fetchAhead(): void {
  const idle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1500));
  idle(
    () =>
      void views
        .lobby()
        .then(views.room)
        .catch(() => {}),
  );
}
