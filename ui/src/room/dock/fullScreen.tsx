import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../design/icons/icon";
import { t } from "../../i18n";

/** Switches the page to full screen and back; shown only where the browser can. */
export function FullScreen() {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const update = () => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", update);
    return () => document.removeEventListener("fullscreenchange", update);
  }, []);

  if (!document.fullscreenEnabled) return null;
  const word = t(full ? "room.fullScreenOff" : "room.fullScreen");
  return (
    <button
      type="button"
      class="dock-do dock-full-screen"
      aria-label={word}
      title={word}
      onClick={() => {
        const done = full
          ? document.exitFullscreen()
          : document.documentElement.requestFullscreen();
        // A browser may refuse at any time; the page then stays as it is.
        done.catch(() => {});
      }}
    >
      <Icon name="fullscreen" size={27} />
    </button>
  );
}
