/** Lets a phone put Tandem on its home screen, and keeps the offline page in the browser. */
import { effect } from "@preact/signals";
import { language } from "../i18n";

export function install(): void {
  const manifest = document.querySelector<HTMLLinkElement>("link[rel=manifest]");
  effect(() => {
    const { value } = language;
    if (manifest) manifest.href = `manifest.${value}.webmanifest`;
  });
  // Plain http has no service workers, and some browsers refuse them in private mode.
  if (!import.meta.env.PROD) return;
  navigator.serviceWorker
    ?.register("sw.js")
    .then(async (registration) => {
      await registration.update(); // by itself the browser looks later
      replaceOlder(registration);
    })
    .catch(() => {});
}

/**
 * Lets a newer service worker take over. It waits for this, as Chromium ends the older one for it:
 * in the middle of a navigation that delays the page, and the newer one by minutes.
 */
function replaceOlder(registration: ServiceWorkerRegistration): void {
  registration.waiting?.postMessage("take over");
  registration.installing?.addEventListener("statechange", () => replaceOlder(registration));
}
