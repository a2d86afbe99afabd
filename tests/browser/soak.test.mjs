// A monkey plays with a map: no error, nothing grows, the state is one that can be, and the picture is that of a fresh map in it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINE, stage, waitFor } from './browser.mjs';
import { monkey } from './monkey.mjs';
import { generator } from './random.mjs';

/** How much of it; `cargo xtask soak` asks for more. */
const INPUTS = Number(process.env.INPUTS) || 1500;
const SEED = Number(process.env.SEED) || 1;
/** Inputs that are done at a time. */
const BATCH = 250;
/** By then a map has been in all projections and languages, as a rule: the first look is no earlier. */
const WARM = 1000;
/** Inputs from one look to the next. */
const APART = Math.ceil(Math.max(WARM, INPUTS / 12) / BATCH) * BATCH;

const it = stage({
  pages: {
    'soak.html': `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Soak</title><link rel="stylesheet" href="soak.css">
      <script type="module" src="central-asia-map.js"></script></head><body><main><central-asia-map></central-asia-map></main><aside></aside></body></html>`,
    'soak.css': 'body { margin: 0 } central-asia-map { width: 800px; height: 500px }',
  },
});

/** Runs in the page: `memory` is the engine's, `laid` how often a picture that was drawn before was laid where the map had moved to. */
function watch() {
  const { instantiate } = WebAssembly;
  window.engines = 0;
  WebAssembly.instantiate = async (...words) => {
    const instance = await instantiate.apply(WebAssembly, words);
    window.engines++;
    window.memory = instance.exports.memory;
    return instance;
  };
  const { drawImage } = CanvasRenderingContext2D.prototype;
  window.laid = 0;
  CanvasRenderingContext2D.prototype.drawImage = function draw(picture, ...words) {
    window.laid += picture instanceof HTMLCanvasElement;
    return drawImage.call(this, picture, ...words);
  };
}

/** What a page holds. What only Chromium tells is left out elsewhere. */
async function held(page, session) {
  const { pages, shown } = await page.evaluate(() => {
    const count = (root) => [...root.querySelectorAll('*')].reduce((sum, element) => sum + 1 + element.childNodes.length - element.children.length + (element.shadowRoot ? count(element.shadowRoot) : 0), 0);
    return { pages: window.memory.buffer.byteLength / 65536, shown: count(document) };
  });
  if (!session) return { pages };
  for (let times = 0; times < 3; times++) await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters');
  return { pages, nodes, listeners, heap: (await session.send('Runtime.getHeapUsage')).usedSize, shown };
}

test(`a monkey does ${INPUTS} things to a map (seed ${SEED})`, { timeout: Math.max(280_000, INPUTS * (ENGINE === 'webkit' ? 600 : 60)) }, async (t) => {
  const page = await it.open(t, { viewport: { width: 1000, height: 640 } });
  await page.addInitScript(watch);
  await page.goto(`${it.server.url}soak.html`);
  await waitFor(page, 'map-ready');
  await page.evaluate(`(${monkey})((${generator})(${SEED}))`);
  const session = ENGINE === 'chromium' ? await page.context().newCDPSession(page) : null;
  const errors = new Map();
  const looks = [];
  let done = 0;
  while (done < INPUTS) {
    const count = Math.min(BATCH, INPUTS - done);
    await page.evaluate((count) => window.monkey.act(count), count).catch((error) => {
      throw new Error(`after ${done} inputs: ${error.message}`, { cause: error });
    });
    done += count;
    // Another scheme, less motion, and the other way round.
    await page.emulateMedia?.({ colorScheme: done % (2 * BATCH) ? 'dark' : 'light', reducedMotion: done % (3 * BATCH) ? 'no-preference' : 'reduce' });
    for (const { code } of await page.evaluate(() => window.mapEvents.splice(0).filter(({ type }) => type === 'map-error').map(({ detail }) => detail))) {
      errors.set(code, (errors.get(code) ?? 0) + 1);
    }
    if (done >= INPUTS || done % APART === 0) {
      await page.evaluate(() => window.monkey.rest());
      looks.push({ done, ...await held(page, session) });
    }
  }
  await page.emulateMedia?.({ colorScheme: 'light', reducedMotion: 'no-preference' });
  const laid = await page.evaluate(() => window.laid);
  t.diagnostic(JSON.stringify({ inputs: done, errors: Object.fromEntries(errors), laid, looks }));
  assert.ok(laid > INPUTS / 50, `only ${laid} moving pictures`);

  // Only what the monkey did wrong was refused, and nothing had to be replaced.
  const expected = ['bad-attribute', 'engine', 'not-geojson', 'bad-feature', 'unresolved'];
  assert.deepEqual([...errors.keys()].filter((code) => !expected.includes(code)), []);
  assert.equal(await page.evaluate(() => window.engines), 1);

  // What is held differs with what is shown, by hundreds of nodes; what is left behind adds to all of it, also to the least.
  const half = looks.slice(0, Math.ceil(looks.length / 2));
  const least = (looks, what) => Math.min(...looks.map(what));
  const grows = (name, what, most) => {
    const [early, late] = [least(half, what), least(looks.slice(-half.length), what)];
    assert.ok(late <= early + most, `${name}: ${early} became ${late}`);
  };
  if (session) {
    grows('nodes that nobody sees', ({ nodes, shown }) => nodes - shown, 300);
    grows('listeners', ({ listeners }) => listeners, 150);
    grows('bytes of the heap', ({ heap }) => heap, 2_000_000);
  }
  grows('pages of the engine', ({ pages }) => pages, 0.5 * looks[0].pages + 64);

  const wrong = await page.evaluate(() => {
    const map = document.querySelector('central-asia-map');
    const { center, zoom, year, layers } = map.save();
    const known = new Set(map.features().map(({ layer }) => layer));
    const canvas = map.shadowRoot.querySelector('canvas');
    const { width, height } = map.getBoundingClientRect();
    return Object.entries({
      'one map': map.shadowRoot.querySelectorAll('.map').length === 1,
      numbers: [...center, zoom, year].every(Number.isFinite),
      'a place on earth': Math.abs(center[0]) <= 180 && Math.abs(center[1]) <= 90 && zoom > -5 && zoom < 13,
      'layers that are there': layers === 'none' || layers.split(' ').every((id) => known.has(id) || ['base', 'borders', 'story'].includes(id)),
      'a canvas of the size': Math.abs(canvas.width - width * devicePixelRatio) <= 1 && Math.abs(canvas.height - height * devicePixelRatio) <= 1,
      'no reason to complain': !map.shadowRoot.querySelector('.reason').classList.contains('told'),
    }).filter(([, holds]) => !holds).map(([what]) => what);
  });
  assert.deepEqual(wrong, [], 'what should hold');

  const pictures = await page.evaluate(async () => {
    const old = document.querySelector('central-asia-map');
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    // Names keep clear of controls, and what the monkey has opened is open in one of the two maps only.
    old.setAttribute('controls', 'none');
    // Numbers as they are written. What was refused is in attributes, and not in the state.
    const state = JSON.parse(JSON.stringify(old.save()));
    old.restore(state);
    await frame();
    await window.monkey.rest();
    const fresh = document.createElement('central-asia-map');
    for (const { name, value } of old.attributes) if (name !== 'style') fresh.setAttribute(name, value);
    Object.assign(fresh.style, { width: '800px', height: '500px', display: 'block' });
    fresh.restore(state);
    document.querySelector('aside').append(fresh);
    await fresh.ready;
    let pair = [];
    // Words and details come when they are asked for.
    for (let tries = 0; tries < 600 && (tries < 10 || pair[0] !== pair[1]); tries++) {
      await frame();
      pair = [old, fresh].map((map) => map.toSVG({ relief: false }));
    }
    // What is on the screen, once all that comes and goes has.
    const pixels = () => [old, fresh].map((map) => {
      const canvas = map.shadowRoot.querySelector('canvas');
      return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    });
    let share = 1;
    // Rows and columns of what differs, in device pixels.
    let where = [];
    for (let tries = 0; share > 0.002 && tries < (share > 0.01 ? 600 : 60); tries++) {
      await frame();
      const [one, other] = pixels();
      let far = 0;
      const { width } = old.shadowRoot.querySelector('canvas');
      let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
      for (let at = 0; at < one.length; at++) {
        if (Math.abs(one[at] - other[at]) <= 48) continue;
        far++;
        const [x, y] = [(at >> 2) % width, Math.floor((at >> 2) / width)];
        [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
      }
      where = [left, top, right, bottom];
      share = one.length === other.length ? far / one.length : 1;
    }
    const line = pair[0].split('\n').findIndex((line, at) => line !== pair[1].split('\n')[at]);
    return { same: pair[0] === pair[1], share, where, length: pair[0].length, state, differ: line < 0 ? [] : pair.map((text) => text.split('\n')[line]?.slice(0, 300)), states: [old.save(), fresh.save()] };
  });
  assert.ok(pictures.same, `a fresh map differs: ${JSON.stringify(pictures)}`);
  assert.ok(pictures.share <= 0.01, `on the screen ${100 * pictures.share} % differ from a fresh map, within ${pictures.where}: ${JSON.stringify(pictures.state)}`);
  t.diagnostic(`the picture of ${pictures.length} bytes is a fresh map's; on the screen ${(100 * pictures.share).toFixed(3)} % differ`);
});
