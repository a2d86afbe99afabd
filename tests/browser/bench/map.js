// The map, with the handles that the bench takes hold of.
import { LARGE } from './large.js';

const map = document.querySelector('central-asia-map');
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

async function first() {
  // On its way while the map starts.
  const coming = LARGE && fetch(LARGE).then((response) => response.arrayBuffer());
  await map.ready;
  if (LARGE) await map.addOverlay('large', await coming);
  await frame();
  await frame();
  return performance.now();
}

/** When what comes after the first picture is there too: rivers, regions and towns are the last of the features. */
async function all() {
  await map.ready;
  for (let before = 0, still = 0; still < 30; await frame()) {
    const now = map.features().length;
    still = now === before && now > 250 ? still + 1 : 0;
    if (still === 1) window.bench.at = performance.now();
    before = now;
  }
  return window.bench.at;
}

window.bench = {
  first: first(),
  setView: (center, zoom) => map.setView({ center, zoom }),
  pick: (x, y) => map.featureAt(x, y),
  all,
  /** Bytes that the engine has taken; they are not told with the page's. */
  engine: () => window.engineMemory.buffer.byteLength,
};
