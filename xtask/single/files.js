// The page's own files, in place of a server: whatever the map asks for in the page's folder is in the page itself.

const folder = String(new URL('./', import.meta.url));
const ask = globalThis.fetch;

globalThis.fetch = async (resource, options) => {
  const url = String(resource?.url ?? resource);
  const scripts = document.querySelectorAll('script[data-file]');
  const file = [...scripts].find(({ dataset }) => folder + dataset.file === url);
  if (!file) return ask(resource, options);
  const packed = Uint8Array.from(atob(file.textContent), (char) => char.charCodeAt(0));
  const body = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(body, { headers: { 'content-type': file.dataset.type } });
};
