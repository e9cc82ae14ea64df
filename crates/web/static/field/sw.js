// Keeps the app's own files, so that it opens without a signal. Answers with people in them never come through here:
// only the files of this list are kept, and everything else goes to the network untouched.
const VERSION = "field-{version}";
const FILES = {files};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((it) => it !== VERSION).map((it) => caches.delete(it))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || !FILES.includes(url.pathname)) return;
  // A new version comes as a whole with a new service worker, never file by file.
  event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(event.request)));
});
