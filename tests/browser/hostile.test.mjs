// A hostile world: any file of the page missing, cut, slow, of the wrong type or with one bit flipped; a browser that refuses canvas,
// storage and workers; clocks that lie; a slow machine. The page lives, the reason is told, and once all is well a retry works.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ENGINE, openMap, settle, stage } from './browser.mjs';
import { DIST } from './server.mjs';

const it = stage();
const chromiumOnly = { skip: ENGINE !== 'chromium' && 'asks the browser by its own protocol' };

/** Draws quickly. */
const SMALL = { viewport: { width: 640, height: 420 } };

/** What can be wrong with a file of `bytes`. */
const FAULTS = {
  missing: () => ({ status: 404 }),
  'cut in the middle': (bytes) => ({ truncate: bytes.length >> 1 }),
  slow: () => ({ delay: 800 }),
  'of the wrong type': () => ({ type: 'application/x-unknown' }),
  'wrong in one bit': (bytes, at) => {
    const flipped = Uint8Array.from(bytes);
    flipped[(at * 7919) % bytes.length] ^= 1 << at % 8;
    return { body: flipped };
  },
  'a page of another server': () => ({ body: '<!doctype html><title>Sign in</title><script>hacked()</script>', type: 'text/html' }),
};

/** A view that needs a file of each kind: words in Russian, and so near that details come. */
const NEAR = 'index.html#lang=ru&zoom=8&center=71,41';

const manifest = () => JSON.parse(readFileSync(`${DIST}data/atlas.json`, 'utf8'))[0];

/** Every file that the page of that view asks for sooner or later, by what the atlas names. */
function needed() {
  const { layers, sources, story, relief } = manifest();
  // The others are packed with the manifest.
  const ofLayers = layers.flatMap(({ later = [], detail = [], facts = [] }) => [later, detail, facts].flat());
  const data = [sources, story, relief.file, ...ofLayers];
  const page = ['index.css', 'index.js', 'central-asia-map.js', 'pkg/central_asia_map_bg.wasm', 'text/en.json', 'text/ru.json', 'data/atlas.json'];
  return [...page, ...new Set(data.map((file) => `data/${file}`))].sort();
}

/** The page and its worker are no fault's: without the one there is nothing, and the other is for the next visit. */
const asked = () => [...new Set(it.server.requests)].filter((name) => !['index.html', 'sw.js'].includes(name)).sort();

/** Waits for what the server or the page comes to; what never does, the runner's limit ends, and `what` is told. */
async function until(what, holds) {
  for (const end = Date.now() + 120_000; !await holds(); await new Promise((resolve) => setTimeout(resolve, 50))) assert.ok(Date.now() < end, what());
}

/** By what names a file is told: of the pack, the part that is wrong. */
const namesOf = (name) => [name.replace(/^data\//, ''), ...(name === 'data/atlas.json' ? [manifest().tracks, manifest().layers.map(({ data }) => data)].flat(2) : [])];

/** Whether a file that is wrong in such a way has to be told: other ways may leave it good, and English makes room for Russian. */
const isTold = (name, kind) => /^(data\/|text\/ru)/.test(name) && ['missing', 'cut in the middle', 'a page of another server'].includes(kind);

test('whatever is wrong with any file, the page lives, and a retry works when it is mended', async (t) => {
  const files = needed();
  const first = await it.open(t, SMALL);
  it.server.requests.length = 0;
  await openMap(first, it.server.url + NEAR);
  await until(() => `never asked for: ${files.filter((name) => !asked().includes(name))}`, () => files.every((name) => asked().includes(name)));
  await first.context().close();
  assert.deepEqual(asked(), files);
  const kinds = Object.keys(FAULTS);
  let survived = 0;
  for (const [index, name] of files.entries()) {
    const bytes = readFileSync(DIST + name);
    // What one bit does to code that still compiles, nobody can tell. The short form has one fault for each file of the data, and
    // some for each of code where Chromium has all.
    const isCode = /\.(js|wasm)$/.test(name);
    const every = process.env.SOAK ? 1 : !isCode ? kinds.length : ENGINE === 'chromium' ? 1 : 3;
    const some = kinds.filter((kind, at) => (at + index) % every === 0 && !(isCode && kind === 'wrong in one bit'));
    for (const kind of some) {
      const what = `${name} is ${kind}`;
      const page = await it.open(t, SMALL);
      page.expect(/^(console|request):/);
      // A script that is cut or another one is for the browser to complain about.
      if (isCode) page.expect(/SyntaxError|Unexpected|missing|module|^exception: $/);
      // And so is a style of another type, as Firefox sees it.
      if (name.endsWith('.css')) page.expect(/not loaded because its MIME type/);
      it.server.faults[name] = FAULTS[kind](bytes, index);
      it.server.requests.length = 0;
      await page.goto(it.server.url + NEAR);
      const outcome = await page.waitForFunction(() => {
        const map = document.querySelector('central-asia-map');
        // Without its script there is no element, and its content is what is there.
        if (document.readyState === 'complete' && !customElements.get('central-asia-map')) return 'content';
        return window.mapEvents.some(({ type }) => type === 'map-ready') ? 'map' : map.shadowRoot?.querySelector('.reason button:not([hidden])') && 'reason';
      }, null, { timeout: 60_000 });
      const seen = await outcome.jsonValue();
      if (seen !== 'map') assert.ok(await page.locator('central-asia-map p').first().isVisible(), what);
      // Most files come after the first picture.
      if (seen === 'map') await until(() => `${what}: never asked for`, () => asked().includes(name));
      const told = async () => (await page.mapEvents('map-error')).some(({ detail }) => namesOf(name).some((name) => JSON.stringify(detail).includes(name)));
      if (isTold(name, kind)) await until(() => `${what}: never told`, told);
      delete it.server.faults[name];
      it.server.requests.length = 0;
      if (seen === 'reason') {
        assert.match(await page.locator('.reason span').innerText(), /\w{3}/, what);
        assert.ok(await page.evaluate(async () => (await document.querySelector('central-asia-map').retry()).features().length > 50), what);
      } else if (seen === 'map') {
        await page.evaluate(() => document.querySelector('central-asia-map').retry());
        assert.ok(await page.evaluate(() => document.querySelector('central-asia-map').features().length > 0), what);
      }
      if (isTold(name, kind)) await until(() => `${what}: never asked for again`, () => asked().includes(name));
      survived++;
      await page.context().close();
    }
  }
  t.diagnostic(`${survived} faults of ${files.length} files`);
});

test('code that is cut after any kilobyte is not taken for whole', async (t) => {
  const page = await it.open(t);
  // Each is for the browser to complain about.
  page.expect(/^(console|exception|request):/);
  const script = readFileSync(`${DIST}central-asia-map.js`);
  const ends = Array.from({ length: Math.floor(script.length / 1024) }, (_, at) => (at + 1) * 1024);
  for (const end of ends) it.server.pages[`cut-${end}.js`] = script.subarray(0, end);
  t.after(() => ends.forEach((end) => delete it.server.pages[`cut-${end}.js`]));
  it.server.pages['cut.html'] = '<!doctype html><html lang="en"><head><title>Cut</title></head><body><central-asia-map><p>Content</p></central-asia-map></body></html>';
  await page.goto(`${it.server.url}cut.html`);
  const cuts = await page.evaluate(async ([ends, wasm]) => {
    // To an element whose module is cut WebKit tells nothing.
    for (const end of ends) await import(new URL(`cut-${end}.js`, document.baseURI).href).catch(() => {});
    const bytes = await (await fetch(wasm)).arrayBuffer();
    let [whole, parts] = [[], 0];
    for (let end = 0; end <= bytes.byteLength; end += 1024, parts++) if (WebAssembly.validate(bytes.slice(0, end))) whole.push(end);
    return { defined: !!customElements.get('central-asia-map'), whole, parts: parts + ends.length, valid: WebAssembly.validate(bytes) };
  }, [ends, 'pkg/central_asia_map_bg.wasm']);
  assert.ok(cuts.valid && cuts.parts > 300, JSON.stringify(cuts));
  assert.deepEqual([cuts.defined, cuts.whole], [false, []]);
  assert.ok(await page.locator('p').isVisible());
  t.diagnostic(`${cuts.parts} cuts of code`);
});

/** A map in a world that `prepare`, which runs in the page before anything else, has changed. */
async function inWorld(t, prepare, view = {}) {
  const page = await it.open(t, { ...SMALL, ...view });
  await page.addInitScript(prepare);
  const map = await openMap(page, it.server.url);
  return { page, map };
}

test('a canvas that is refused is told, and tried again', async (t) => {
  const page = await it.open(t);
  await page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    window.allow = () => { HTMLCanvasElement.prototype.getContext = getContext; };
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.goto(it.server.url);
  const map = page.locator('central-asia-map');
  await map.locator('.reason button').waitFor({ state: 'visible' });
  assert.match(await map.locator('.reason').innerText(), /refuses a canvas/);
  assert.ok(await map.locator('p').first().isVisible());
  await page.evaluate(() => window.allow());
  await map.locator('.reason button').click();
  await map.locator('.reason').waitFor({ state: 'hidden' });
});

test('a canvas that was lost is drawn again when it is back', async (t) => {
  const { page, map } = await inWorld(t, () => {}, { reducedMotion: 'reduce' });
  const colors = await map.evaluate(async (map) => {
    const canvas = map.shadowRoot.querySelector('canvas');
    const count = () => new Set(new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size;
    const frames = async (count) => {
      for (let at = 0; at < count; at++) await new Promise((resolve) => requestAnimationFrame(resolve));
    };
    await frames(30);
    // As the browser leaves it: empty, with the state of a new context.
    canvas.dispatchEvent(new Event('contextlost', { cancelable: true }));
    canvas.getContext('2d').reset();
    const lost = count();
    canvas.dispatchEvent(new Event('contextrestored'));
    await frames(3);
    return [lost, count()];
  });
  assert.equal(colors[0], 1);
  assert.ok(colors[1] > 20, `${colors}`);
  await settle(page);
});

test('a browser that denies storage and workers shows the map, and says nothing', async (t) => {
  const { page, map } = await inWorld(t, () => {
    const deny = () => { throw new DOMException('The operation is insecure.', 'SecurityError'); };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) Object.defineProperty(window, name, { get: deny });
    Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: deny });
    window.Worker = class { constructor() { deny(); } };
    window.SharedWorker = window.Worker;
    history.replaceState = deny;
  });
  await map.evaluate((map) => map.select('KAZ'));
  await page.waitForTimeout(700);
  assert.equal(await map.evaluate((map) => map.save().selected), 'KAZ');
  assert.deepEqual(await page.mapEvents('map-error'), []);
});

test('a worker whose registration fails leaves the page as it is', async (t) => {
  const page = await it.open(t);
  page.expect(/sw\.js|bad HTTP response/i);
  it.server.faults['sw.js'] = { status: 500 };
  t.after(() => delete it.server.faults['sw.js']);
  await page.addInitScript(() => {
    // What waits three seconds need not; the driver of WebKit waits for ten minutes.
    const { setTimeout } = window;
    window.setTimeout = (run, after, ...words) => setTimeout(run, after > 1000 && after < 10_000 ? 10 : after, ...words);
    window.rejections = [];
    addEventListener('unhandledrejection', ({ reason }) => window.rejections.push(String(reason)));
  });
  const map = await openMap(page, it.server.url);
  while (!it.server.requests.includes('sw.js')) await page.waitForTimeout(50);
  await settle(page);
  await page.waitForTimeout(200);
  assert.deepEqual(await page.evaluate(() => window.rejections), []);
  assert.ok(await map.evaluate((map) => map.features().length > 50));
});

const CLOCKS = {
  'stands still': () => 0,
  'runs backwards': (time) => 1e9 - time,
  'leaps by years': (time) => time * 1e9,
  'is no number': () => NaN,
  'is infinite': () => Infinity,
};

test('clocks that lie leave the map usable', async (t) => {
  const { page, map } = await inWorld(t, () => {
    const { requestAnimationFrame, performance } = window;
    const { now } = performance;
    window.lie = (time) => time;
    window.requestAnimationFrame = (run) => requestAnimationFrame.call(window, (time) => run(window.lie(time)));
    performance.now = () => window.lie(now.call(performance));
    Date.now = () => window.lie(1.7e12);
    Object.defineProperty(Event.prototype, 'timeStamp', { get: () => window.lie(now.call(performance)) });
  });
  const box = await map.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  for (const [what, clock] of Object.entries(CLOCKS)) {
    await page.evaluate(`window.lie = ${clock}`);
    await map.evaluate((map) => map.flyTo({ id: 'UZB' }));
    await settle(page);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 80, y + 40, { steps: 3 });
    await page.mouse.up();
    await page.mouse.wheel(0, -200);
    await settle(page);
    // Whatever the clock says, a cut is a cut.
    await map.evaluate((map) => map.setView({ center: [70, 42], zoom: 5 }));
    await settle(page);
    const state = await map.evaluate((map) => map.save());
    assert.ok(Math.abs(state.zoom - 5) < 1e-6 && Math.hypot(state.center[0] - 70, state.center[1] - 42) < 1e-6, `a clock that ${what}: ${JSON.stringify(state)}`);
    for (const id of ['KAZ', 'UZB']) {
      await map.evaluate((map, id) => map.select(id), id);
      assert.equal(await map.evaluate((map) => map.save().selected), id, what);
    }
  }
  await page.evaluate(() => { window.lie = (time) => time; });
  await map.evaluate((map) => map.setView({ center: [66, 40], zoom: 4 }));
  await page.waitForFunction(() => Math.abs(document.querySelector('central-asia-map').save().zoom - 4) < 1e-6);
  assert.deepEqual(await page.mapEvents('map-error'), []);
});

test('on a machine that is eight times slower the map comes, and answers', chromiumOnly, async (t) => {
  const page = await it.open(t);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 8 });
  await page.goto(it.server.url);
  await page.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-ready'), null, { timeout: 120_000 });
  const map = page.locator('central-asia-map');
  await map.evaluate((map) => map.select('KAZ'));
  await map.locator('.panel h2').waitFor({ timeout: 120_000 });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  assert.deepEqual(await page.mapEvents('map-error'), []);
});
