// Keeps what the full page has fetched, so that it opens without a network. With a network, that is asked first: parts of
// two versions never meet.

const NAME = 'central-asia-map';

const isOurs = (url) => url.startsWith(registration.scope);

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(clients.claim()));

self.addEventListener('message', (event) => event.waitUntil((async () => {
  const cache = await caches.open(NAME);
  const urls = event.data.map((url) => new URL(url, registration.scope).href).filter(isOurs);
  await Promise.all(urls.map((url) => cache.add(url).catch(() => {})));
})()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !isOurs(request.url)) return;
  event.respondWith((async () => {
    const cache = await caches.open(NAME);
    try {
      const response = await fetch(request);
      if (response.ok) event.waitUntil(cache.put(request, response.clone()));
      return response;
    } catch (error) {
      const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
      if (kept) return kept;
      throw error;
    }
  })());
});
