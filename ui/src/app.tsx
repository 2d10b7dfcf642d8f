import { useErrorBoundary } from "preact/hooks";
import { LocationProvider, Route, Router, useLocation } from "preact-iso";
import { obstacle } from "./api/obstacle";
import { BelowHome } from "./browser/home";
import { Toasts } from "./design/toast";
import Home from "./home/homePage";
import { BrokenPage } from "./page/errorPages";
import NotFound from "./page/notFoundPage";
import { ObstaclePage } from "./page/obstaclePage";
import { view } from "./page/view";

const views = {
  lobby: () => import("./lobby/lobbyPage"),
  wall: () => import("./wall/wallPage"),
  quick: () => import("./quick/quickPage"),
  room: () => import("./room/roomPage"),
  reveal: () => import("./reveal/revealPage"),
  games: () => import("./games/gamesPage"),
  gallery: () => import("./gallery/galleryPage"),
  admin: () => import("./admin/adminViews"),
};

const Lobby = view(views.lobby);
const Wall = view(views.wall);
const Quick = view(views.quick);
const Room = view(views.room);
const Reveal = view(views.reveal);
const Games = view(views.games);
const Gallery = view(views.gallery);
const Admin = view(views.admin);

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
        <Route path="/gallery" component={Gallery} />
        <Route path="/admin" component={Admin} />
        <Route path="/admin/*" component={Admin} />
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
  if (/\/wall$/.test(location.pathname)) return; // a projector shows nothing else
  await views
    .lobby()
    .then(views.room)
    .catch(() => {});
}
