import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../design/icons/icon";
import { t } from "../../i18n";

/** The whole screen for the page, and back; nothing where the browser will not. */
export function FullScreen() {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const look = () => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", look);
    return () => document.removeEventListener("fullscreenchange", look);
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
        // A browser may say no at any time; the page stays as it is.
        done.catch(() => {});
      }}
    >
      <Icon name="fullscreen" size={27} />
    </button>
  );
}
