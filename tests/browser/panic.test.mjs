// When the engine stops, by a panic or for want of memory: the last picture stays, the reason is told, and another engine takes
// its place without a new page, in the state that the map was in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINE, exportOf, launch, openMap, recordEvents, settle, stage, VIEW } from './browser.mjs';

const it = stage({
  pages: {
    'map.html': `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="page.css">
      <script type="module" src="central-asia-map.js"></script><central-asia-map><p>Fallback</p></central-asia-map><central-asia-map></central-asia-map>`,
    'page.css': 'body { margin: 0 } central-asia-map { height: 400px }',
  },
});

/** Methods of the handles that are broken here, and what the WebAssembly calls them. */
const METHODS = Object.fromEntries(['addOverlay', 'draw', 'finish', 'finishFacts', 'frame', 'panBy', 'pointerMoved'].map((method) => [method, exportOf(method)]));

/** Runs in the page: counts engines, and breaks those methods of their handles that `window.broken` names, by a real trap inside. */
function breakable(methods) {
  const { instantiate } = WebAssembly;
  window.engines = 0;
  window.broken = [];
  WebAssembly.instantiate = async (...words) => {
    const instance = await instantiate.apply(WebAssembly, words);
    window.engines++;
    const exports = {};
    for (const [name, run] of Object.entries(instance.exports)) {
      exports[name] = typeof run !== 'function' ? run : (...words) => {
        // Its own object lies behind the end of its memory.
        if (window.broken.some((method) => methods[method] === name)) return instance.exports[methods.panBy](0x7ffffff0, 1, 1);
        return run(...words);
      };
    }
    return { exports };
  };
}

async function opened(t, view = { reducedMotion: 'reduce' }) {
  const tab = await it.open(t, view);
  tab.expect(/RuntimeError|stopped|out of bounds|unreachable|Unhandled/i);
  await tab.addInitScript(breakable, METHODS);
  const map = await openMap(tab, `${it.server.url}map.html`);
  await tab.waitForFunction(() => window.mapEvents.filter(({ type }) => type === 'map-ready').length === 2);
  return { tab, map };
}

const ready = (tab, times) => tab.waitForFunction((times) => window.mapEvents.filter(({ type }) => type === 'map-ready').length >= times, times);
const stops = async (tab) => (await tab.mapEvents('map-error')).filter(({ detail }) => detail.code === 'engine-stopped');

/** The colours of what is drawn: a map that is not drawn has one. */
const colors = (map) => map.evaluate((map) => {
  const drawn = map.shadowRoot.querySelector('canvas');
  const canvas = Object.assign(document.createElement('canvas'), { width: 200, height: 100 });
  const context = canvas.getContext('2d');
  context.drawImage(drawn, 0, 0, 200, 100);
  return new Set(new Uint32Array(context.getImageData(0, 0, 200, 100).data.buffer)).size;
});

test('a panic costs one picture at most: all maps of the page go on in their states, with their overlays', async (t) => {
  const { tab, map } = await opened(t);
  const other = tab.locator('central-asia-map').nth(1);
  await map.evaluate(async (map) => {
    window.marker = 'the same page';
    map.lang = 'ru';
    map.setView({ center: [70, 41], zoom: 5.25 });
    map.layers = 'base corridors mine';
    const mine = { type: 'Feature', id: 'my-place', properties: { name: 'My place' }, geometry: { type: 'Point', coordinates: [70, 41] } };
    await map.addOverlay('mine', mine);
    // What the page does with its object afterwards does not matter.
    mine.geometry = null;
    map.select('UZB');
  });
  await other.evaluate((map) => map.setView({ center: [80, 45], zoom: 4 }));
  await settle(tab);
  const before = [await map.evaluate((map) => map.save()), await other.evaluate((map) => map.save())];
  // What is shown when the page is told of it.
  await map.evaluate((map) => map.addEventListener('map-error', () => {
    window.meanwhile = [!!map.shadowRoot.querySelector('.map'), map.shadowRoot.querySelector('slot').hidden];
  }, { once: true }));
  await tab.evaluate(() => { window.broken = ['panBy']; });
  await map.locator('canvas').focus();
  await tab.keyboard.press('ArrowLeft');
  await tab.waitForFunction(() => window.mapEvents.some(({ detail }) => detail.code === 'engine-stopped'));
  await tab.evaluate(() => { window.broken = []; });
  await ready(tab, 4);
  await settle(tab);
  assert.deepEqual(await tab.evaluate(() => window.meanwhile), [true, true], 'the picture stayed');
  assert.equal((await stops(tab)).length, 2, 'each map tells it once');
  assert.match((await stops(tab))[0].detail.message, /the engine stopped \(.*\)/);
  assert.equal(await tab.evaluate(() => window.engines), 2);
  const after = [await map.evaluate((map) => map.save()), await other.evaluate((map) => map.save())];
  const near = (state) => ({ ...state, center: state.center.map((value) => value.toFixed(4)), zoom: state.zoom.toFixed(4) });
  assert.deepEqual(after.map(near), before.map(near));
  assert.ok(await map.evaluate((map) => map.features().some(({ id }) => id === 'my-place')));
  assert.equal(await tab.evaluate(() => window.marker), 'the same page');
  for (const element of [map, other]) {
    assert.ok(await colors(element) > 20);
    assert.equal(await element.locator('.map').count(), 1);
    assert.equal(await element.locator('.reason').isVisible(), false);
  }
  // It moves again.
  await map.locator('canvas').focus();
  await tab.keyboard.press('ArrowLeft');
  await tab.waitForFunction((lon) => document.querySelector('central-asia-map').save().center[0] < lon, after[0].center[0] - 0.1);
});

test('an engine that stops again and again is given up: the last picture and the reason stay, and the button tries again', async (t) => {
  const { tab, map } = await opened(t);
  // Focused before: what is late, the relief say, may be the drawing that stops it.
  await map.locator('canvas').focus();
  await tab.evaluate(() => { window.broken = ['draw']; });
  await tab.keyboard.press('ArrowLeft');
  await map.locator('.reason button').waitFor({ state: 'visible' });
  // Three engines of the page, and not one more.
  assert.equal(await tab.evaluate(() => window.engines), 3);
  assert.ok(await colors(map) > 20, 'the last picture');
  assert.equal(await map.locator('p').first().isVisible(), false, 'the fallback is not needed');
  assert.match(await map.locator('.reason').innerText(), /the engine stopped/);
  const rejected = await map.evaluate((map) => map.ready.then(() => null, ({ detail }) => detail.code));
  assert.equal(rejected, 'engine-stopped');
  await tab.evaluate(() => { window.broken = []; });
  await map.locator('.reason button').click();
  await ready(tab, 3);
  await map.locator('.reason').waitFor({ state: 'hidden' });
  await settle(tab);
  assert.equal(await map.locator('.map').count(), 1);
  assert.ok(await colors(map) > 20);
});

test('an engine that stops while it reads tells the reason, and another one reads', async (t) => {
  const tab = await it.open(t);
  tab.expect(/RuntimeError|stopped|out of bounds|unreachable/i);
  await tab.addInitScript(breakable, METHODS);
  await tab.addInitScript(() => { window.broken = ['finish']; });
  await tab.goto(`${it.server.url}map.html`);
  const map = tab.locator('central-asia-map').first();
  await map.locator('.reason button').waitFor({ state: 'visible' });
  assert.match(await map.locator('.reason').innerText(), /the engine stopped/);
  assert.ok(await map.locator('p').first().isVisible());
  await tab.evaluate(() => { window.broken = []; });
  await map.locator('.reason button').click();
  await ready(tab, 1);
  assert.ok(await map.evaluate((map) => map.features().length > 50));
});

test('an engine that stops over the facts is told of once, and leaves no promise that nobody hears of', async (t) => {
  const tab = await it.open(t);
  await tab.addInitScript(breakable, METHODS);
  await tab.addInitScript(() => {
    window.broken = ['finishFacts'];
    addEventListener('map-error', () => { window.broken = []; });
  });
  await tab.goto(it.server.url);
  await ready(tab, 2);
  await tab.locator('central-asia-map').evaluate((map) => map.select('KAZ'));
  await tab.locator('central-asia-map').locator('.panel .facts li').first().waitFor();
  assert.deepEqual((await tab.mapEvents('map-error')).map(({ detail }) => detail.code), ['engine-stopped']);
});

test('what a canvas throws is borne like a panic', async (t) => {
  const { tab, map } = await opened(t);
  await map.evaluate((map) => {
    const { fillRect } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillRect = () => {
      CanvasRenderingContext2D.prototype.fillRect = fillRect;
      throw new DOMException('the canvas is out of order', 'InvalidStateError');
    };
    map.setView({ center: [66, 40], zoom: 4.5 });
  });
  await ready(tab, 4);
  await tab.waitForFunction(() => Math.abs(document.querySelector('central-asia-map').save().zoom - 4.5) < 1e-6);
  assert.equal((await stops(tab)).length, 2);
  await settle(tab);
  assert.ok(await colors(map) > 20);
});

test('a map without memory tells so, and the page lives', { skip: ENGINE !== 'chromium' && 'limits the memory by a flag of V8' }, async () => {
  const browser = await launch(['--js-flags=--wasm-max-mem-pages=40']);
  try {
    const page = await browser.newPage(VIEW);
    await page.goto(`${it.server.url}map.html`);
    const map = page.locator('central-asia-map').first();
    await map.locator('.reason button').waitFor({ state: 'visible' });
    assert.match(await map.locator('.reason').innerText(), /no memory left/);
    assert.ok(await map.locator('p').first().isVisible());
    assert.equal(await page.evaluate(() => 6 * 7), 42);
  } finally {
    await browser.close();
  }
});

test('an overlay that is too large for the memory is told, and the map lives', { skip: ENGINE !== 'chromium' && 'limits the memory by a flag of V8' }, async () => {
  // 64 MiB.
  const browser = await launch(['--js-flags=--wasm-max-mem-pages=1024']);
  try {
    const page = await browser.newPage(VIEW);
    await page.addInitScript(recordEvents);
    const map = await openMap(page, `${it.server.url}map.html`);
    const told = await map.evaluate((map) => {
      const point = '{"type":"Feature","properties":{"name":"One of many"},"geometry":{"type":"Point","coordinates":[70,41]}}';
      const large = new Blob(['{"type":"FeatureCollection","features":[', `${point},`.repeat(800_000), point, ']}']);
      return map.addOverlay('large', large).then(() => null, ({ detail }) => detail);
    });
    assert.equal(told?.code, 'engine-stopped');
    assert.match(told.message, /no memory left/);
    // Both maps, with another engine.
    await ready(page, 4);
    await settle(page);
    assert.ok(await colors(map) > 20);
    const small = { type: 'Feature', id: 'my-place', properties: {}, geometry: { type: 'Point', coordinates: [70, 41] } };
    assert.equal(await map.evaluate(async (map, small) => (await map.addOverlay('small', small)).features, small), 1);
    assert.ok(await map.evaluate((map) => map.features().length > 50));
  } finally {
    await browser.close();
  }
});

test('an overlay that stops the engine is left out by the next one', async (t) => {
  const { tab, map } = await opened(t);
  await tab.evaluate(() => { window.broken = ['addOverlay']; });
  const refused = await map.evaluate((map) => map.addOverlay('mine', { type: 'FeatureCollection', features: [] }).then(() => null, ({ detail }) => detail.code));
  assert.equal(refused, 'engine-stopped');
  await ready(tab, 4);
  assert.equal(await tab.evaluate(() => window.engines), 2);
  assert.ok(await map.evaluate((map) => map.features().length > 50));
});

const MOVING = {
  'under the hand that drags': 'pointerMoved',
  'while a moving picture is drawn': 'draw',
  'in the midst of a flight': 'frame',
};

for (const [when, broken] of Object.entries(MOVING)) {
  test(`a panic ${when} leaves a map that can be moved`, async (t) => {
    const { tab, map } = await opened(t, {});
    const flies = broken === 'frame';
    await tab.mouse.move(600, 200);
    if (!flies) {
      await tab.mouse.down();
      for (let step = 1; step <= 8; step++) await tab.mouse.move(600 - 12 * step, 200);
    }
    await tab.evaluate(([name, flies]) => {
      window.broken = [name];
      if (flies) document.querySelector('central-asia-map').flyTo({ center: [60, 45], zoom: 6 });
    }, [broken, flies]);
    if (!flies) await tab.mouse.move(480, 210);
    await tab.waitForFunction(() => window.mapEvents.some(({ detail }) => detail.code === 'engine-stopped'));
    await tab.evaluate(() => { window.broken = []; });
    // The hand goes on, and lets go of a map that is not the one it took hold of.
    await tab.mouse.move(460, 200);
    await ready(tab, 4);
    await tab.mouse.move(440, 200);
    await tab.mouse.up();
    await settle(tab);
    assert.equal(await tab.evaluate(() => window.engines), 2);
    assert.equal(await map.locator('.map').count(), 1);
    assert.ok(await colors(map) > 20);
    const before = await map.evaluate((map) => map.save().center[0]);
    await tab.mouse.move(600, 200);
    await tab.mouse.down();
    await tab.mouse.move(500, 200, { steps: 5 });
    await tab.mouse.up();
    await tab.waitForFunction((lon) => document.querySelector('central-asia-map').save().center[0] > lon + 0.1, before);
  });
}
