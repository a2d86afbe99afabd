// Texts from outside stay texts: through every property, name, address, fragment and message, with Trusted Types on, nothing runs
// and nothing becomes a link that could.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openMap, settle, stage } from './browser.mjs';
import { PAYLOADS, suspects, watchForCode } from './payloads.mjs';
import { generator } from './random.mjs';
import { DIST, STRICT_CSP } from './server.mjs';

const it = stage({
  csp: `${STRICT_CSP}; frame-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`,
  pages: {
    'map.html': `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Map</title><link rel="stylesheet" href="page.css">
      <script type="module" src="central-asia-map.js"></script></head><body><central-asia-map></central-asia-map></body></html>`,
    'around.html': `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Around</title><script src="embed.js"></script></head>
      <body><iframe data-central-asia-map src="embed.html" title="Map"></iframe></body></html>`,
    'page.css': 'body { margin: 0 } central-asia-map { height: 500px }',
  },
});

async function opened(t, page = 'map.html') {
  const tab = await it.open(t, { reducedMotion: 'reduce', viewport: { width: 760, height: 520 } });
  await tab.addInitScript(watchForCode);
  await tab.addInitScript(`window.suspects = ${suspects}`);
  const map = await openMap(tab, it.server.url + page);
  return { tab, map };
}

/** Nothing ran, and nothing is there that could. */
async function assertClean(tab, what) {
  await settle(tab);
  assert.deepEqual(await tab.evaluate(() => window.suspects()), [], what);
}

/** Opens all that has texts in it. */
async function openAll(map) {
  await map.evaluate(async (map) => {
    const root = map.shadowRoot;
    for (const details of root.querySelectorAll('details')) details.open = true;
    for (const button of root.querySelectorAll('button[aria-expanded], button[aria-haspopup]')) {
      button.click();
      await new Promise((resolve) => requestAnimationFrame(resolve));
      root.querySelector('dialog[open]')?.close();
    }
    const field = root.querySelector('.search input');
    if (field) {
      field.value = 'a';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

/** An SVG document of ours as XML: what in it could run. */
const inDocument = (map) => map.evaluate((map) => {
  const text = map.toSVG({ relief: false });
  // A lone parser is no sink: nothing of it comes into the page.
  const parsed = new XMLSerializer().serializeToString(document.implementation.createDocument('http://www.w3.org/2000/svg', 'svg'));
  const tags = [...text.matchAll(/<([a-zA-Z!?\/][^\s>]*)/g)].map(([, name]) => name.replace('/', ''));
  const handlers = [...text.matchAll(/<[^>]*\s(on\w+)=/g)].map(([, name]) => name);
  const links = [...text.matchAll(/href="(?!#|data:image)([^"]*)/g)].map(([, link]) => link);
  return [...new Set(tags)].filter((name) => !['svg', 'title', 'rect', 'path', 'text', 'textPath', 'image', '?xml'].includes(name)).concat(handlers, links, parsed ? [] : ['?']);
});

test('what an overlay has in it is text: ids, names of properties, their values, styles, titles', async (t) => {
  const { tab, map } = await opened(t);
  for (let first = 0; first < PAYLOADS.length; first += 11) {
    const some = PAYLOADS.slice(first, first + 11);
    await map.evaluate(async (map, some) => {
      const names = ['title', 'name', 'description', 'stroke', 'fill', 'marker-color', 'marker-symbol', 'marker-size', 'stroke-width', 'url', 'href', 'popup'];
      const features = some.map((payload, index) => ({
        type: 'Feature', id: payload, geometry: { type: 'Point', coordinates: [66 + index, 42] },
        properties: Object.fromEntries([...names.map((name) => [name, payload]), [payload, payload]]),
      }));
      const lines = some.map((payload, index) => ({
        type: 'Feature', geometry: { type: 'LineString', coordinates: [[60, 38 + index], [90, 38 + index]] }, properties: { name: payload, ref: payload },
      }));
      for (const [index, payload] of some.entries()) {
        await map.addOverlay(payload || 'none', { type: 'FeatureCollection', features: [features[index], lines[index]] }, {
          title: payload, style: { 'stroke-width': 3, categories: { property: payload, values: { [payload]: { 'stroke-width': 2 } } } },
        });
        await map.addOverlay('styled', { type: 'FeatureCollection', features: [] }, {
          style: { stroke: payload, fill: payload, categories: { property: payload, values: { [payload]: { fill: payload } } } },
        }).catch(() => {});
        try {
          map.select(payload);
        } catch {
          // The words of an attribute have no spaces around them.
        }
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      map.describe();
    }, some);
    await openAll(map);
    await assertClean(tab, some.join('\n'));
    assert.deepEqual(await inDocument(map), []);
    await map.evaluate((map, some) => some.forEach((payload) => map.removeOverlay(payload || 'none')), some);
  }
});

test('every attribute and method takes every text for what it is', async (t) => {
  const { tab, map } = await opened(t);
  await map.evaluate(async (map, payloads) => {
    for (const payload of payloads) {
      for (const name of map.constructor.observedAttributes) if (name !== 'src') map.setAttribute(name, payload);
      for (const call of [() => map.select(payload), () => map.fit(payload), () => map.flyTo({ id: payload }), () => map.restore({ selected: payload, [payload]: payload }), () => map.goTo(payload).catch(() => {}), () => map.removeOverlay(payload)]) {
        try {
          call();
        } catch {
          // Refused: as it should be.
        }
      }
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, PAYLOADS);
  tab.expect(/Failed to load resource|404|request:|URL scheme|Content.Security.Policy|Fetch API|Cross-Origin Request Blocked/);
  // Addresses of overlays were asked for, and refused by the policy: that is no execution.
  await tab.evaluate(() => { window.executions = window.executions.filter((what) => !what.startsWith('connect-src')); });
  await assertClean(tab);
  assert.ok(await map.evaluate((map) => map.features().length > 50));
});

test('what is typed into the search is text', async (t) => {
  const { tab, map } = await opened(t);
  await map.evaluate(async (map, payloads) => {
    const field = map.shadowRoot.querySelector('.search input');
    for (const payload of payloads) {
      field.value = payload;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, PAYLOADS);
  await assertClean(tab);
});

/** A file of the built-in atlas with payloads in place of its texts, and of the addresses of its sources. */
function poisoned(name, offset) {
  let count = offset;
  const next = () => PAYLOADS[count++ % (PAYLOADS.length - 1)].slice(0, 300);
  const poison = (value, key) => {
    if (Array.isArray(value)) return value.map((item) => poison(item, key));
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, poison(item, key)]));
    if (typeof value !== 'string') return value;
    return ['en', 'ru', 'zh', 'url', 'publisher', 'author', 'note', 'quote', 'title', 'name'].includes(key) ? next() : value;
  };
  const document = poison(JSON.parse(readFileSync(DIST + name, 'utf8')));
  // The packed atlas has a line for each of its files.
  return Array.isArray(document) ? `[${document.map((part) => `${JSON.stringify(part)}\n`).join()}]` : JSON.stringify(document);
}

test('an atlas of payloads is shown as text, and none of its links is one', async (t) => {
  const files = ['data/atlas.json', 'data/sources.json', 'data/story.json', 'data/towns.geojson', 'data/regions.geojson',
    ...['borders', 'corridors', 'countries', 'hubs', 'pipelines', 'security', 'summit'].map((name) => `data/facts/${name}.json`)];
  for (const [index, name] of files.entries()) it.server.faults[name] = { body: poisoned(name, index * 7) };
  t.after(() => files.forEach((name) => delete it.server.faults[name]));
  const { tab, map } = await opened(t);
  await map.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  const seen = await map.evaluate(async (map) => {
    const seen = [];
    const ids = map.features().map(({ id }) => id);
    for (let at = 0; at < ids.length; at += Math.ceil(ids.length / 60)) {
      map.select(ids[at]);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      seen.push(map.shadowRoot.querySelector('.panel')?.textContent ?? '');
    }
    for (const step of JSON.parse(JSON.stringify(await fetch('data/story.json').then((response) => response.json()))).steps.slice(0, 6)) {
      await map.goTo(step.id).catch(() => {});
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    map.describe();
    return seen.filter((text) => text.includes('hacked()')).length;
  });
  assert.ok(seen > 10, `payloads were shown ${seen} times`);
  await openAll(map);
  await assertClean(tab);
  assert.deepEqual(await inDocument(map), []);
  const links = await map.evaluate((map) => [...map.shadowRoot.querySelectorAll('a')].map((link) => link.protocol));
  assert.deepEqual(links.filter((protocol) => !['http:', 'https:'].includes(protocol)), []);
});

test('words of the interface are text', async (t) => {
  const words = JSON.parse(readFileSync(`${DIST}text/ru.json`, 'utf8'));
  let count = 0;
  it.server.faults['text/ru.json'] = { body: JSON.stringify(Object.fromEntries(Object.keys(words).map((key) => [key, PAYLOADS[count++ % (PAYLOADS.length - 1)].slice(0, 300)]))) };
  t.after(() => delete it.server.faults['text/ru.json']);
  const { tab, map } = await opened(t);
  await map.evaluate((map) => { map.lang = 'ru'; });
  await tab.waitForFunction(() => document.querySelector('central-asia-map').shadowRoot.querySelector('.legend summary').textContent.length > 0);
  await map.evaluate((map) => map.select('KAZ'));
  await openAll(map);
  await assertClean(tab);
});

test('the address of the full page is text', async (t) => {
  const { tab, map } = await opened(t, 'index.html');
  tab.expect(/Failed to load resource|404|request:/);
  const names = await map.evaluate((map) => map.constructor.observedAttributes);
  for (const payload of PAYLOADS) {
    await tab.evaluate(([names, payload]) => {
      location.hash = names.map((name) => `${name}=${encodeURIComponent(payload.toWellFormed())}`).join('&');
    }, [names, payload]);
    await tab.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  // Under this policy the page has no worker, and says nothing of it.
  await tab.evaluate(() => { window.executions = window.executions.filter((what) => !what.includes('ServiceWorkerContainer')); });
  await assertClean(tab);
  assert.equal(await map.evaluate((map) => map.src), null);
  // And as the first thing that the page reads.
  await tab.goto('about:blank');
  await openMap(tab, `${it.server.url}index.html#${names.map((name) => `${name}=${encodeURIComponent(PAYLOADS[4])}`).join('&')}`);
  await assertClean(tab);
});

test('the address of the framed page and messages to it are text, and it takes no data of other sites', async (t) => {
  const attributes = ['lang', 'names', 'layers', 'selected', 'center', 'zoom', 'step', 'year', 'theme', 'controls', 'closed', 'route', 'bounds', 'projection', 'gestures'];
  for (const payload of ['javascript:hacked()', 'data:text/html,<script>hacked()</script>', 'http://[', '//other.example/a.json']) {
    const query = [...attributes, 'src', 'overlay'].map((name) => `${name}=${encodeURIComponent(payload)}`).join('&');
    const { tab } = await opened(t, `embed.html?${query}`);
    tab.expect(/Failed to load resource|404|request:|URL scheme|Content Security Policy|net::ERR/);
    const map = tab.locator('central-asia-map');
    assert.equal(await map.evaluate((map) => map.src), null);
    await assertClean(tab, payload);
  }
});

test('messages to the framed page, and from it to the page around, are data', async (t) => {
  const tab = await it.open(t);
  tab.expect(/Failed to load resource|404|request:/);
  await tab.addInitScript(watchForCode);
  await tab.addInitScript(`window.suspects = ${suspects}`);
  await tab.goto(`${it.server.url}around.html`);
  const state = () => tab.evaluate(() => window.centralAsiaMap.get(document.querySelector('iframe')));
  assert.ok(Number.isFinite((await state()).zoom));
  await tab.evaluate(async (payloads) => {
    const frame = document.querySelector('iframe');
    const names = ['lang', 'layers', 'selected', 'center', 'zoom', 'step', 'year', 'theme', 'controls', 'closed', 'route', 'bounds', 'src', 'overlay', 'onload', '__proto__', 'innerHTML'];
    for (const payload of payloads) {
      window.centralAsiaMap.set(frame, Object.fromEntries(names.map((name) => [name, payload])));
      for (const data of [
        payload, [payload], { centralAsiaMap: payload }, { centralAsiaMap: true, state: payload }, { centralAsiaMap: true, state: { selected: { toString: payload } } },
        { centralAsiaMap: true, state: [payload, [payload]] }, { centralAsiaMap: true, ask: payload, id: payload }, { centralAsiaMap: true, resize: payload }, { centralAsiaMap: true, type: payload },
      ]) frame.contentWindow.postMessage(data, '*');
      // And as if the frame were somebody else's.
      for (const data of [
        { type: payload }, { type: 'map-select', detail: { id: payload } }, { type: `map-${payload}`, detail: payload }, { height: payload }, { height: 1e308 }, { height: -1 }, { state: payload, id: payload },
      ]) dispatchEvent(new MessageEvent('message', { source: frame.contentWindow, origin: location.origin, data: { centralAsiaMap: true, ...data } }));
    }
    frame.style.height = '400px';
  }, PAYLOADS);
  // Asked after all of them, answered after all of them.
  assert.ok(Number.isFinite((await state()).zoom));
  const [, frame] = tab.frames();
  for (const where of [tab, frame]) assert.deepEqual(await where.evaluate(() => window.suspects()), []);
  assert.equal(await frame.evaluate(() => document.querySelector('central-asia-map').src), null);
});

/** Runs in the page around: sends so many messages of any shape that can be sent, which `random` chooses. */
function sendAnything(random, count, names) {
  const one = (list) => list[Math.floor(random() * list.length)];
  const text = () => one(['', 'KAZ', 'base corridors', '70,41', '5', '1e999', 'state', '\ud800', '哈萨克斯坦', 'x'.repeat(5000), '[object Object]']);
  const value = (depth) => one([
    text, text, () => random() * 1e4 - 5e3, () => NaN, () => -Infinity, () => null, () => undefined, () => true, () => 12n, () => new Date(NaN),
    () => new Map([[text(), 1]]), () => new Uint8Array(3), () => new Error(text()), () => /./g, () => new Number(7),
    ...(depth > 3 ? [] : [
      () => Array.from({ length: random() * 5 }, () => value(depth + 1)),
      () => object(depth), () => object(depth),
    ]),
  ])();
  const object = (depth) => Object.fromEntries(Array.from({ length: random() * 6 }, () => [one(names), value(depth + 1)]));
  const { contentWindow } = document.querySelector('iframe');
  for (let sent = 0; sent < count; sent++) {
    const message = value(0);
    contentWindow.postMessage(message, '*');
    contentWindow.postMessage({ ...object(0), centralAsiaMap: true, [one(['state', 'resize', 'ask', 'id', 'type'])]: random() < 0.6 ? object(0) : value(0) }, '*');
  }
}

test('messages of any shape leave the framed map in a state that can be', async (t) => {
  const tab = await it.open(t);
  tab.expect(/Failed to load resource|404|request:/);
  await tab.goto(`${it.server.url}around.html`);
  const state = () => tab.evaluate(() => window.centralAsiaMap.get(document.querySelector('iframe')));
  await state();
  const names = ['lang', 'layers', 'selected', 'center', 'zoom', 'step', 'shade', 'year', 'theme', 'projection', 'controls', 'gestures', 'boundaries', 'closed', 'route', 'bounds', 'state', 'centralAsiaMap', 'constructor', 'toString', 'valueOf', 'a b'];
  await tab.evaluate(`(${sendAnything})((${generator})(3), 500, ${JSON.stringify(names)})`);
  // Answered after all of them.
  const { center, zoom, year } = await state();
  assert.ok([...center, zoom, year].every(Number.isFinite), JSON.stringify({ center, zoom, year }));
  const [, frame] = tab.frames();
  assert.equal(await frame.evaluate(() => document.querySelector('central-asia-map').shadowRoot.querySelectorAll('.map').length), 1);
  assert.deepEqual(await frame.evaluate(() => window.mapEvents.filter(({ detail }) => detail.code === 'engine-stopped')), []);
});
