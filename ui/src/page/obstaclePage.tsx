import type { Obstacle } from "../api/obstacle";
import { UnfetchedPage } from "./errorPages";
import { usePart } from "./usePart";

/** Shows an obstacle, with a text that is fetched when there is one: plain requests get through. */
export function ObstaclePage({ obstacle }: { obstacle: Obstacle }) {
  const Text = usePart(fetchText);
  return Text ? <Text.ObstacleText obstacle={obstacle} /> : null;
}

const fetchText = () =>
  import("./obstacleText").catch(() => ({ ObstacleText: () => <UnfetchedPage /> }));
