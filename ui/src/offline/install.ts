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
    .then((registration) => registration.update()) // by itself the browser looks later
    .catch(() => {});
}
