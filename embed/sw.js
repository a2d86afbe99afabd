// Keeps what the full page has fetched, so that it opens without a network. With a network, that is asked first: parts of
// two versions never meet.

const NAME = 'central-asia-map';

const isOurs = (url) => url.startsWith(registration.scope);

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(clients.claim()));

self.addEventListener('message', (event) => event.waitUntil((async () => {
  const cache = await caches.open(NAME).catch(() => null);
  if (!cache) return;
  const urls = event.data.map((url) => new URL(url, registration.scope).href).filter(isOurs);
  await Promise.all(urls.map((url) => cache.add(url).catch(() => {})));
})()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !isOurs(request.url)) return;
  event.respondWith((async () => {
    // A browser that keeps nothing, or has no room, still fetches.
    const cache = await caches.open(NAME).catch(() => null);
    try {
      const response = await fetch(request);
      if (response.ok && cache) event.waitUntil(cache.put(request, response.clone()).catch(() => {}));
      return response;
    } catch (error) {
      const kept = await cache?.match(request, { ignoreSearch: true, ignoreVary: true });
      if (kept) return kept;
      throw error;
    }
  })());
});
