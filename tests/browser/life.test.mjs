// A map's life on a page: many of them, moved, hidden, shown, adopted, removed, failed and tried again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINE, openMap, settle, stage, waitFor } from './browser.mjs';
import { serve } from './server.mjs';

const it = stage();
const chromiumOnly = { skip: ENGINE !== 'chromium' && 'asks the browser by its own protocol' };

const page = (body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Maps</title>
  <link rel="stylesheet" href="small.css"><script type="module" src="central-asia-map.js"></script></head><body>${body}</body></html>`;

const SMALL = 'central-asia-map { display: block; height: 300px } dialog { width: 600px }';

const open = async (t, body, view) => {
  it.server.pages['small.css'] = SMALL;
  it.server.pages['life.html'] = page(body);
  const tab = await it.open(t, view);
  await tab.addInitScript(helpers);
  await tab.goto(`${it.server.url}life.html`);
  return tab;
};

const one = async (t, body = '<central-asia-map></central-asia-map>', view = {}) => {
  const tab = await open(t, body, view);
  await waitFor(tab, 'map-ready');
  await settle(tab);
  return tab;
};

/** Runs in the page: `coloursOf(map)` counts the colours of what is drawn, in steps of 32; `memory` is the engine's. */
function helpers() {
  window.coloursOf = (map) => {
    const drawn = map.shadowRoot?.querySelector('canvas');
    if (!drawn?.width) return 0;
    const canvas = document.createElement('canvas');
    canvas.width = 200;
    canvas.height = 150;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(drawn, 0, 0, 200, 150);
    const { data } = context.getImageData(0, 0, 200, 150);
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4) seen.add((data[i] >> 5) << 6 | (data[i + 1] >> 5) << 3 | data[i + 2] >> 5);
    return seen.size;
  };
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...words) => {
    const instance = await instantiate.apply(WebAssembly, words);
    window.memory = instance.exports.memory;
    return instance;
  };
  // A picture comes in pieces.
  window.until = async (wanted) => {
    for (let i = 0; i < 300 && !wanted(); i++) await window.frames2();
  };
  window.frames2 = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

test('a page that is hidden while the map starts makes it ready no sooner than it is drawn', async (t) => {
  const tab = await it.open(t);
  await tab.addInitScript(() => {
    Object.defineProperty(document, 'hidden', { get: () => true });
    setInterval(() => document.dispatchEvent(new Event('visibilitychange')), 1);
    addEventListener('map-ready', ({ target }) => {
      const canvas = target.shadowRoot.querySelector('canvas');
      window.drawn = canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[3];
    });
  });
  await openMap(tab, `${it.server.url}index.html`);
  assert.equal(await tab.evaluate(() => window.drawn), 255);
});

test('fifty maps live on one page from one engine and one copy of the data, none blank, and those out of sight hold no bitmap', async (t) => {
  it.server.requests.length = 0;
  const tab = await open(t, '<central-asia-map></central-asia-map>'.repeat(50));
  await tab.evaluate(() => Promise.all([...document.querySelectorAll('central-asia-map')].map((map) => map.ready)).then(() => null));
  const count = (name) => it.server.requests.filter((path) => path === name).length;
  assert.equal(count('pkg/central_asia_map_bg.wasm'), 1);
  assert.equal(count('data/atlas.json'), 1);
  const pixels = () => tab.evaluate(() => [...document.querySelectorAll('central-asia-map')]
    .map((map) => map.shadowRoot.querySelector('canvas')).reduce((sum, { width, height }) => sum + width * height, 0));
  const all = 50 * 1280 * 300;
  for (let tries = 0; tries < 100 && await pixels() >= all / 4; tries++) await tab.waitForTimeout(100);
  assert.ok(await pixels() < all / 4, `${await pixels()} of ${all} pixels are held`);
  const blank = await tab.evaluate(async () => {
    const blank = [];
    for (const [index, map] of [...document.querySelectorAll('central-asia-map')].entries()) {
      map.scrollIntoView();
      await window.until(() => window.coloursOf(map) >= 6);
      if (window.coloursOf(map) < 6) blank.push(index);
    }
    return blank;
  });
  assert.deepEqual(blank, []);
  for (let tries = 0; tries < 100 && await pixels() >= all / 4; tries++) await tab.waitForTimeout(100);
  assert.ok(await pixels() < all / 4, `after scrolling, ${await pixels()} of ${all} pixels are held`);
});

test('a thousand maps come and go and leave nothing', chromiumOnly, async (t) => {
  // Small ones are drawn sooner.
  const tab = await one(t, undefined, { viewport: { width: 320, height: 200 } });
  const session = await tab.context().newCDPSession(tab);
  const cycle = (times) => tab.evaluate(async (times) => {
    for (let i = 0; i < times; i++) {
      const map = document.createElement('central-asia-map');
      document.body.append(map);
      await map.ready;
      map.select('KAZ');
      await new Promise((resolve) => requestAnimationFrame(resolve));
      map.remove();
      await new Promise((resolve) => setTimeout(resolve));
      // The test's own list of events.
      window.mapEvents.length = 0;
    }
  }, times);
  const measure = async () => {
    for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    const pages = await tab.evaluate(() => window.memory.buffer.byteLength / 65536);
    return { usedSize, nodes, listeners: jsEventListeners, pages };
  };
  await cycle(10);
  const early = await measure();
  await cycle(590);
  const warm = await measure();
  await cycle(400);
  const late = await measure();
  t.diagnostic(JSON.stringify({ early, warm, late }));
  assert.equal(late.pages, early.pages, 'the engine’s memory grew');
  assert.ok(late.nodes <= early.nodes + 20, `${early.nodes} nodes became ${late.nodes}`);
  assert.ok(late.listeners <= early.listeners + 5, `${early.listeners} listeners became ${late.listeners}`);
  // The browser compiles what runs often again and better, in steps that end after some five hundred maps; what is left after
  // that would be left by maps. Some 20 bytes of each were seen, and one that is held would be more than a thousand.
  assert.ok(late.usedSize < warm.usedSize + 100_000, `${warm.usedSize} bytes became ${late.usedSize}`);
});

test('the content of the element stays until the whole map takes its place', async (t) => {
  const tab = await open(t, '');
  const seen = await tab.evaluate(async () => {
    const map = document.createElement('central-asia-map');
    map.textContent = 'A map of Central Asia';
    document.body.append(map);
    const { shadowRoot } = map;
    const slot = shadowRoot.querySelector('slot');
    const early = [];
    const whole = new Promise((resolve) => new MutationObserver(() => {
      const live = shadowRoot.querySelector('.map');
      if (!live) return;
      if (!live.classList.contains('early')) return resolve(window.coloursOf(map));
      early.push(slot.hidden, getComputedStyle(live).visibility === 'visible');
    }).observe(shadowRoot, { subtree: true, childList: true, attributes: true }));
    const colours = await whole;
    await map.ready;
    return { early, colours, hidden: slot.hidden };
  });
  assert.ok(seen.early.length > 0 && !seen.early.includes(true), `before it is drawn: ${seen.early}`);
  assert.ok(seen.colours > 8, `shown with ${seen.colours} colours`);
  assert.ok(seen.hidden, 'the content is still there beside the map');
});

test('many changes of attributes in one task are one change of the map', async (t) => {
  const tab = await one(t);
  const heard = await tab.evaluate(async () => {
    const map = document.querySelector('central-asia-map');
    let heard = 0;
    map.addEventListener('map-layers', () => heard++);
    for (let i = 0; i < 50; i++) map.layers = i % 2 ? 'base' : 'base hubs';
    await window.frames2();
    return [heard, map.save().layers];
  });
  assert.deepEqual(heard, [1, 'base']);
});

test('a map that was hidden is drawn when it is shown', async (t) => {
  const tab = await open(t, '<div hidden><central-asia-map></central-asia-map></div><dialog><central-asia-map></central-asia-map></dialog>');
  await tab.evaluate(() => Promise.all([...document.querySelectorAll('central-asia-map')].map((map) => map.ready)).then(() => null));
  const colours = await tab.evaluate(async () => {
    document.querySelector('div').hidden = false;
    document.querySelector('dialog').showModal();
    const colours = () => [...document.querySelectorAll('central-asia-map')].map(window.coloursOf);
    await window.until(() => colours().every((count) => count > 5));
    return colours();
  });
  assert.ok(colours.every((count) => count > 5), colours.join());
  // And once more: what is hidden and shown is as it was.
  const again = await tab.evaluate(async () => {
    const [map] = document.querySelectorAll('central-asia-map');
    map.style.display = 'none';
    await window.frames2();
    map.style.display = '';
    await window.until(() => window.coloursOf(map) > 5);
    return window.coloursOf(map);
  });
  assert.ok(again > 5, `${again}`);
});

test('a map in sight is ready when it is drawn, one without a size at once', async (t) => {
  const tab = await open(t, '');
  const colours = await tab.evaluate(async () => {
    // Slower than any patience.
    const { MessagePort } = window;
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (...words) {
      setTimeout(() => postMessage.apply(this, words), 100);
    };
    const colours = [];
    for (const height of ['300px', '0px']) {
      const map = document.createElement('central-asia-map');
      Object.assign(map.style, { height, minHeight: 0 });
      document.body.append(map);
      await map.ready;
      colours.push(window.coloursOf(map));
    }
    return colours;
  });
  assert.ok(colours[0] > 5 && colours[1] < 2, colours.join());
});

test('a map lives in a shadow root, and in another document', async (t) => {
  const tab = await open(t, '<div id="host"></div><iframe srcdoc="<!doctype html><title>Other</title><body>" width="600" height="400"></iframe>');
  const colours = await tab.evaluate(async () => {
    const root = document.querySelector('#host').attachShadow({ mode: 'closed' });
    const map = document.createElement('central-asia-map');
    map.style.cssText = 'display: block; height: 300px';
    root.append(map);
    await map.ready;
    map.select('KAZ');
    await window.frames2();
    const inShadow = window.coloursOf(map);
    // Adopted into the frame's document, it keeps what it shows.
    document.querySelector('iframe').contentDocument.body.append(map);
    await map.ready;
    for (let i = 0; i < 4; i++) await window.frames2();
    return [inShadow, window.coloursOf(map), map.save().selected];
  });
  assert.ok(colours[0] > 5 && colours[1] > 5, colours.join());
  assert.equal(colours[2], 'KAZ');
});

test('the promise of a map that is removed before it is ready is settled, and that of its next life too', async (t) => {
  const tab = await open(t, '');
  const outcome = await tab.evaluate(async () => {
    await customElements.whenDefined('central-asia-map');
    const map = document.createElement('central-asia-map');
    document.body.append(map);
    const first = map.ready.then(() => 'ready', ({ detail }) => detail.code);
    map.remove();
    const code = await first;
    document.body.append(map);
    const second = await map.ready.then(() => 'ready', ({ detail }) => detail.code);
    map.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    document.body.append(map);
    // A third life has a promise of its own: it is not kept before the map is there.
    const early = await Promise.race([map.ready.then(() => 'ready'), Promise.resolve('waiting')]);
    await map.ready;
    return [code, second, early, map.features().length > 100];
  });
  assert.deepEqual(outcome, ['removed', 'ready', 'waiting', true]);
});

for (const [name, file, fault] of [
  ['the engine', 'pkg/central_asia_map_bg.wasm', { cut: 5000 }],
  ['the atlas', 'data/atlas.json', { cut: 5000 }],
]) {
  test(`when the network dies in the middle of ${name}, the fallback and the reason stay, and the button tries again`, async (t) => {
    it.server.faults[file] = fault;
    t.after(() => delete it.server.faults[file]);
    const tab = await it.open(t);
    tab.expect(/Failed to load|net::ERR|CONTENT_LENGTH|NS_ERROR|status|Loading failed|Loading module|error loading/i);
    it.server.pages['life.html'] = page('<central-asia-map><p>Instead</p></central-asia-map>');
    await tab.goto(`${it.server.url}life.html`);
    await tab.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-error'));
    const map = tab.locator('central-asia-map');
    assert.ok(await map.locator('p').first().isVisible());
    assert.ok((await map.locator('.reason').innerText()).includes(file.split('/').at(-1)));
    delete it.server.faults[file];
    await map.locator('.reason button').click();
    await tab.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-ready'));
    await map.locator('.reason').waitFor({ state: 'hidden' });
  });
}

test('what did not come after the first picture comes when it is asked for again', async (t) => {
  it.server.faults['data/towns.geojson'] = { status: 503 };
  it.server.faults['data/facts/hubs.json'] = { status: 503 };
  t.after(() => {
    for (const name of Object.keys(it.server.faults)) delete it.server.faults[name];
  });
  const tab = await it.open(t);
  tab.expect(/Failed to load/);
  const map = await openMap(tab, it.server.url);
  await tab.waitForFunction(() => window.mapEvents.filter(({ type }) => type === 'map-error').length === 2);
  for (const name of Object.keys(it.server.faults)) delete it.server.faults[name];
  it.server.requests.length = 0;
  await map.evaluate((map) => map.retry());
  await map.evaluate((map) => map.select('khorgos-gateway'));
  await map.locator('.panel .facts li').first().waitFor();
  assert.ok(it.server.requests.includes('data/towns.geojson'));
  assert.ok(!it.server.requests.includes('data/rivers.geojson'));
  assert.equal((await tab.mapEvents('map-error')).length, 2);
});

const screens = { skip: ENGINE === 'webkit' && 'its WebDriver plays no other screen' };

test('a browser that plays another screen gives the canvas that screen’s pixels', screens, async (t) => {
  const tab = await one(t, undefined, { deviceScaleFactor: 3 });
  const [width, pixels] = await tab.evaluate(() => {
    const canvas = document.querySelector('central-asia-map').shadowRoot.querySelector('canvas');
    return [canvas.clientWidth, canvas.width];
  });
  assert.equal(pixels, 3 * width);
});

test('another pixel ratio gives the canvas its pixels, also where no box tells device pixels', async (t) => {
  const tab = await open(t, '');
  const widths = await tab.evaluate(async () => {
    // As Safari is: only the ratio and its change tell.
    const { observe } = ResizeObserver.prototype;
    ResizeObserver.prototype.observe = function (target, options) {
      if (options) throw new TypeError('no such box');
      observe.call(this, target);
    };
    Object.defineProperty(ResizeObserverEntry.prototype, 'devicePixelContentBoxSize', { value: undefined });
    const { matchMedia } = window;
    let query = null;
    window.matchMedia = (text) => {
      const list = matchMedia.call(window, text);
      if (text.includes('resolution')) query = list;
      return list;
    };
    const map = document.createElement('central-asia-map');
    document.body.append(map);
    await map.ready;
    const widths = [];
    for (const ratio of [devicePixelRatio, 2, 1.25]) {
      Object.defineProperty(window, 'devicePixelRatio', { value: ratio, configurable: true });
      query.dispatchEvent(new Event('change'));
      await window.frames2();
      const canvas = map.shadowRoot.querySelector('canvas');
      widths.push(Math.abs(canvas.width - canvas.clientWidth * ratio) < 1);
    }
    ResizeObserver.prototype.observe = observe;
    window.matchMedia = matchMedia;
    return widths;
  });
  assert.deepEqual(widths, [true, true, true]);
});

// A browser keeps no page that may not be stored; WebKit does.
for (const [cache, kept] of [['no-cache', true], ['no-store', ENGINE === 'webkit']]) {
  test(`back from another page, the map is there: ${cache === 'no-cache' ? 'as it was left, where the browser kept the page' : 'anew, where it may not be stored'}`, async (t) => {
    // The tab ends before its server does.
    const tab = await it.open(t);
    const server = await serve({ headers: { 'cache-control': cache } });
    t.after(() => server.close());
    server.pages['small.css'] = SMALL;
    server.pages['life.html'] = page('<central-asia-map></central-asia-map>');
    server.pages['other.html'] = '<!doctype html><html lang="en"><title>Other</title>';
    // What still loads is given up with the page.
    tab.expect(/ABORTED/);
    await tab.addInitScript(helpers);
    await openMap(tab, `${server.url}life.html`);
    await tab.evaluate(() => {
      document.querySelector('central-asia-map').select('KAZ');
      window.left = true;
    });
    // Firefox keeps no page that still loads.
    await tab.waitForTimeout(3000);
    await tab.goto(`${server.url}other.html`);
    // Not by what drives the browser, which waits for a page that loads.
    await tab.evaluate(() => void setTimeout(() => history.back()));
    await tab.waitForFunction(() => document.querySelector('central-asia-map')?.matches(':state(ready)'));
    const found = await tab.evaluate(async () => {
      const map = document.querySelector('central-asia-map');
      await window.until(() => window.coloursOf(map) > 5);
      const selected = map.save().selected;
      map.setView({ center: [70, 40], zoom: 6 });
      await window.until(() => map.save().zoom === 6);
      const { length } = window.mapEvents;
      map.select('TKM');
      await window.until(() => window.mapEvents.length > length);
      return [!!window.left, selected ?? '', window.coloursOf(map) > 5, window.mapEvents.at(-1).detail.id];
    });
    assert.deepEqual(found, [kept, kept ? 'KAZ' : '', true, 'TKM']);
  });
}

test('a font that comes later is drawn with', async (t) => {
  const tab = await one(t);
  const drawn = await tab.evaluate(async () => {
    const map = document.querySelector('central-asia-map');
    const { fillText } = CanvasRenderingContext2D.prototype;
    let calls = 0;
    CanvasRenderingContext2D.prototype.fillText = function (...words) {
      calls++;
      return fillText.apply(this, words);
    };
    // Names fade in first.
    for (let last = -1; last !== calls;) {
      last = calls;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const before = calls;
    document.fonts.dispatchEvent(new Event('loadingdone'));
    await window.until(() => calls > before);
    CanvasRenderingContext2D.prototype.fillText = fillText;
    return [before, calls, !!map];
  });
  assert.ok(drawn[1] > drawn[0], 'nothing was drawn again');
});
