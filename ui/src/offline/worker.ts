/**
 * The service worker. A page always comes from the server if that answers, so that an old page
 * never meets a newer server; without an answer the offline page is shown. What the API answers is
 * never kept. It also shows notifications, which phones let only service workers do.
 */

/** Set by the build: the addresses of the offline page's files, and a name for this version. */
declare const FILES: readonly string[];
declare const CACHE: string;

const OFFLINE_PAGE = "offline.html";

/** Where Tandem begins on its host: "/", or "/tandem/" below a path. */
const HOME = new URL("./", location.href).pathname;

/** The caches of this Tandem. Others on the same host, below other paths, have theirs. */
const isOurs = (name: string) => name.startsWith("tandem-") && (name.split(" ")[1] ?? "/") === HOME;
const cacheName = `${CACHE} ${HOME}`;

// The part of a worker's types that is used here: those of TypeScript exclude those of a page.
type Extendable = Event & { waitUntil(done: Promise<unknown>): void };
type Fetching = Extendable & {
  request: Request;
  preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
};
type Pressed = Extendable & { notification: Notification };
type Tab = { url: string; focus(): Promise<unknown> };
type Worker = {
  registration: ServiceWorkerRegistration;
  clients: {
    matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<Tab[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(
    type: "install" | "activate" | "message",
    run: (event: Extendable) => void,
  ): void;
  addEventListener(type: "fetch", run: (event: Fetching) => void): void;
  addEventListener(type: "notificationclick", run: (event: Pressed) => void): void;
};
const worker = self as unknown as Worker;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Files with a hash in their names may come from the browser's own cache.
  await cache.addAll(
    FILES.map((file) =>
      file.startsWith("assets/") ? file : new Request(file, { cache: "reload" }),
    ),
  );
}

// A page that has loaded says so.
worker.addEventListener("message", (event) => event.waitUntil(worker.skipWaiting()));

async function activate(): Promise<void> {
  for (const name of await caches.keys())
    if (isOurs(name) && name !== cacheName) await caches.delete(name);
  // The page is fetched while the worker starts.
  await worker.registration.navigationPreload?.enable();
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && !pathname.startsWith(`${HOME}api/`))
    event.respondWith(fetchPage(event));
  else if (FILES.includes(pathname.slice(HOME.length))) event.respondWith(fetchFile(request));
});

async function fetchPage({ request, preloadResponse }: Fetching): Promise<Response> {
  try {
    return (await preloadResponse) ?? (await fetch(request));
  } catch {
    return stored(OFFLINE_PAGE);
  }
}

async function fetchFile(request: Request): Promise<Response> {
  return fetch(request).catch(() => stored(request.url));
}

async function stored(url: string): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(url, { ignoreVary: true })) ?? Response.error();
}

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(showPage(event.notification.data));
});

/** Brings the page that showed a notification to the front. */
async function showPage(url: string): Promise<void> {
  const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab = tabs.find((one) => one.url === url) ?? tabs[0];
  await (tab ? tab.focus() : worker.clients.openWindow(url));
}

export {};
