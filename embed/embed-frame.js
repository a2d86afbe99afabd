// The page in the frame: attributes come from its address, states from the page around it, and events go back there.

import './central-asia-map.js';

const map = document.querySelector('central-asia-map');
const known = map.constructor.observedAttributes;
const origins = document.querySelector('meta[name="map-origins"]').content.split(/\s+/);

for (const [name, value] of new URLSearchParams(location.search)) {
  if (known.includes(name) && isOurs(name, value)) map.setAttribute(name, value);
}
document.documentElement.lang = map.getAttribute('lang') ?? navigator.language;

/** Whoever makes the link chooses the query; it must not put another site's data under this site's name. */
function isOurs(name, value) {
  if (!['src', 'overlay'].includes(name)) return true;
  try {
    return new URL(value, location.href).origin === location.origin;
  } catch {
    return false;
  }
}

// The origin that is spoken to: that of the last page that spoke and was let in. None hears anything before it has.
let parentOrigin = null;
const tell = (message) => parentOrigin && parent.postMessage({ centralAsiaMap: true, ...message }, parentOrigin);

addEventListener('message', ({ source, origin, data }) => {
  if (source !== parent || source === window || !data?.centralAsiaMap) return;
  if (!origins.includes('*') && !origins.includes(origin)) return;
  parentOrigin = origin === 'null' ? '*' : origin;
  if (data.resize) {
    document.documentElement.classList.add('sized');
    size.observe(map);
  }
  try {
    if (data.state && typeof data.state === 'object') map.restore(data.state);
  } catch {
    // A value that has no text.
  }
  if (data.ask === 'state') {
    map.ready.then(() => ({ state: map.save() })).catch(({ detail }) => ({ error: detail })).then((answer) => tell({ ...answer, id: data.id }));
  }
});

const size = new ResizeObserver(() => tell({ height: Math.ceil(map.getBoundingClientRect().height) }));

for (const type of ['ready', 'progress', 'error', 'select', 'hover', 'step', 'layers', 'view']) {
  map.addEventListener(`map-${type}`, ({ detail }) => tell({ type: `map-${type}`, detail }));
}

// Tells that it listens, and nothing else; whoever frames it may know that.
if (parent !== window) parent.postMessage({ centralAsiaMap: true, type: 'hello' }, '*');
