// The full page: its address is the state of the map, and it opens without a network once it has been here.

import { query } from './central-asia-map.js';

const map = document.querySelector('central-asia-map');
const known = map.constructor.observedAttributes;

/** What the address says; whoever makes a link must not put another site's data under this site's name. */
const asked = ({ hash }) => Object.fromEntries([...new URLSearchParams(hash.slice(1))].filter(([name]) => {
  return known.includes(name) && !['src', 'overlay'].includes(name);
}));

for (const [name, value] of Object.entries(asked(location))) map.setAttribute(name, value);

// The address follows when the map has been still for a moment: browsers allow few changes.
let timer;
// Between a reader's edit and its event, the map may have written its own state over it: the event knows what was edited.
addEventListener('hashchange', ({ newURL }) => {
  clearTimeout(timer);
  // A link without a step is to none.
  map.restore({ step: null, ...asked(new URL(newURL)) });
});
// Overlays of this page; an address does not bring them.
const laid = new Set();
// Years, themes, passages and languages have no event of their own: what is pressed or entered may have changed them.
for (const type of ['map-view', 'map-select', 'map-layers', 'map-step', 'click', 'input']) {
  map.addEventListener(type, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // By then the map may have gone.
      if (!map.matches(':state(ready)')) return;
      try {
        history.replaceState(null, '', `#${query(map.save(), laid)}`);
      } catch {
        // Too often for this browser, or the engine is being replaced: the next change writes it.
      }
    }, 300);
  });
}

// A file that is dropped on the map, or pasted, is laid over it.
const lay = (file) => {
  const title = file.name || 'pasted';
  // As the layer's id is written.
  const id = title.replace(/\s+/g, '-');
  laid.add(id);
  map.addOverlay(id, file, { title }).then(() => map.fit(id)).catch(() => {});
};
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  for (const file of event.dataTransfer.files) lay(file);
});
addEventListener('paste', ({ target, clipboardData }) => {
  const text = clipboardData.getData('text');
  // Whoever pastes into a field means the field.
  if (target.closest?.('input, textarea') || target.shadowRoot?.activeElement?.matches('input, textarea')) return;
  for (const file of clipboardData.files) lay(file);
  if (text.trimStart().startsWith('{')) lay(new Blob([text]));
});

// A file that holds everything needs nobody to keep it.
const served = location.protocol.startsWith('http') && !document.querySelector('script[data-file]');
if (served && worker()) {
  const keep = async () => {
    // To Trusted Types the address of a worker is a text like any other: under such a policy the page needs its network.
    const answer = await fetch('', { method: 'HEAD' });
    await answer.text();
    if (/trusted-types/.test(answer.headers.get('content-security-policy'))) return;
    await navigator.serviceWorker.register('sw.js');
    const { active } = await navigator.serviceWorker.ready;
    // What came before the worker did not go through it.
    active.postMessage([location.pathname, ...performance.getEntriesByType('resource').map(({ name }) => name)]);
  };
  // Facts and relief come after the first picture. Where the browser refuses the worker, the page works as before.
  map.ready.then(() => setTimeout(() => keep().catch(() => {}), 3000), () => {});
}

/** Where workers are registered; a browser that denies storage may throw here. */
function worker() {
  try {
    return navigator.serviceWorker;
  } catch {
    return null;
  }
}
