package page

// workerFile is the page's service worker, which keeps the offline page in the browser. It is
// small, and browsers ask for it again at each visit.
const workerFile = "sw.js"

// lastWorker takes the place of a service worker: it deletes all that it kept, and then
// itself.
const lastWorker = `self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));
async function leave() {
  const home = new URL("./", location.href).pathname;
  for (const name of await caches.keys())
    if (name.startsWith("tandem-") && (name.split(" ")[1] ?? "/") === home) await caches.delete(name);
  await self.registration.unregister();
}
`

// RemoveWorker makes browsers remove the service worker that they have, at their next visit.
func (p *Page) RemoveWorker() {
	p.files[workerFile] = newFile(workerFile, []byte(lastWorker))
}
