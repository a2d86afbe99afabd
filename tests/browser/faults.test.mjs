// When something is missing or broken, the fallback stays, the reason is told, and a retry works.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { exportOf, openMap, settle, stage } from './browser.mjs';
import { DIST, serve, STRICT_CSP } from './server.mjs';

const it = stage();
const WASM = 'pkg/central_asia_map_bg.wasm';
const SCRIPT = 'central-asia-map.js';
const ATLAS = 'data/atlas.json';

/** Opens the map's page with faults, expects it to fail with `code`, and that the fallback and the reason are to be seen. */
async function fails(t, faults, code, message, prepare = async () => {}) {
  const page = await it.open(t);
  page.expect(/Failed to load resource|net::ERR|NS_ERROR|CONTENT_LENGTH|Loading module/);
  await prepare(page);
  Object.assign(it.server.faults, faults);
  try {
    await page.goto(it.server.url);
    await page.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-error'));
  } finally {
    for (const path of Object.keys(faults)) delete it.server.faults[path];
  }
  const [{ detail }] = await page.mapEvents('map-error');
  assert.equal(detail.code, code, JSON.stringify(detail));
  assert.match(detail.message, message);
  const map = page.locator('central-asia-map');
  await map.locator('p').first().waitFor({ state: 'visible' });
  const reason = map.locator('.reason');
  await reason.waitFor({ state: 'visible' });
  assert.equal(await reason.locator('span').textContent(), detail.message);
  assert.deepEqual(await page.mapEvents('map-ready'), []);
  return { page, detail };
}

test('the wasm file is missing', (t) => fails(t, { [WASM]: { status: 404 } }, 'wasm-missing', /404/));

test('the words of the interface are missing', async (t) => {
  it.server.requests.length = 0;
  await fails(t, { 'text/en.json': { status: 404 } }, 'text-missing', /404/);
  // Once early, and once when they are needed.
  assert.ok(it.server.requests.filter((name) => name === 'text/en.json').length <= 2, `${it.server.requests}`);
});

test('without the words of its language a map speaks English, and tells why', async (t) => {
  it.server.pages['russian.html'] = '<!doctype html><html lang="ru"><head><title>Карта</title><script type="module" src="central-asia-map.js"></script></head><body><central-asia-map></central-asia-map></body></html>';
  const page = await it.open(t);
  page.expect(/Failed to load resource|net::ERR/);
  it.server.faults['text/ru.json'] = { status: 404 };
  try {
    await page.goto(`${it.server.url}russian.html`);
    await page.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-ready'));
  } finally {
    delete it.server.faults['text/ru.json'];
  }
  const [{ detail }] = await page.mapEvents('map-error');
  assert.equal(detail.code, 'text-missing');
  assert.equal(await page.evaluate(() => document.querySelector('central-asia-map').shadowRoot.querySelector('canvas').ariaLabel), 'Map');
});

test('the address of the atlas is none', async (t) => {
  it.server.pages['nowhere.html'] = '<!doctype html><html lang="en"><head><title>Map</title><script type="module" src="central-asia-map.js"></script></head><body><central-asia-map src="http://["></central-asia-map></body></html>';
  const page = await it.open(t);
  await page.goto(`${it.server.url}nowhere.html`);
  await page.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-error'));
  const [{ detail }] = await page.mapEvents('map-error');
  assert.deepEqual([detail.code, detail.url], ['data-address', 'http://[']);
});

test('the wasm file comes with the wrong type', (t) => {
  return fails(t, { [WASM]: { type: 'text/html' } }, 'wasm-type', /text\/html.*application\/wasm/);
});

test('the wasm file is something else', (t) => {
  return fails(t, { [WASM]: { body: 'not wasm' } }, 'wasm-broken', /no WebAssembly module/);
});

test('the parts that the wasm file has do not fit', (t) => {
  const body = readFileSync(DIST + WASM);
  // How many there are stands behind their section's name.
  body[body.indexOf('parts') + 5] = 1;
  return fails(t, { [WASM]: { body } }, 'wasm-broken', /its parts do not fit/);
});

test('the script is of another build', (t) => {
  const body = readFileSync(DIST + SCRIPT, 'utf8').replace(/\bm[0-9a-f]{6}:/, 'm0:');
  return fails(t, { [SCRIPT]: { body } }, 'wasm-broken', /this script/);
});

test('the connection breaks within the wasm file', (t) => {
  return fails(t, { [WASM]: { cut: 5000 } }, 'wasm-network', /did not come whole/);
});

test('the browser has no WebAssembly', (t) => {
  return fails(t, {}, 'wasm-unsupported', /WebAssembly/, (page) => page.addInitScript(() => {
    delete window.WebAssembly;
  }));
});

test('the browser is too old', (t) => {
  return fails(t, {}, 'browser-old', /ResizeObserver/, (page) => page.addInitScript(() => {
    delete window.ResizeObserver;
  }));
});

test('the atlas is missing', async (t) => {
  const { detail } = await fails(t, { [ATLAS]: { status: 404 } }, 'data-missing', /404/);
  assert.match(detail.url, /data\/atlas\.json$/);
});

test('the atlas is truncated: the reason names the byte and line', async (t) => {
  const { detail } = await fails(t, { [ATLAS]: { truncate: 2000 } }, 'not-json', /ends too early/);
  assert.match(detail.path, /byte 2000 \(line 1, column 2001\)/);
  const [manifest] = readFileSync(`${DIST}${ATLAS}`, 'utf8').split('\n');
  const packed = await fails(t, { [ATLAS]: { truncate: Buffer.byteLength(manifest) + 1001 } }, 'not-json', /ends too early/);
  assert.equal(packed.detail.url, 'tracks.geojson');
  assert.match(packed.detail.path, /byte 1000 \(line 1, column 1001\)/);
});

test('the atlas is no atlas: the reason names the path', async (t) => {
  const { detail } = await fails(t, { [ATLAS]: { body: '{"version": "one"}' } }, 'not-geojson', /expected a number/);
  assert.equal(detail.path, '$.version');
});

test('the atlas is no text', (t) => {
  return fails(t, { [ATLAS]: { body: new Uint8Array([0xff, 0xfe, 0, 0x7b]) } }, 'not-json', /expected a value/);
});

test('a data file that the manifest names is missing or broken', async (t) => {
  const manifest = {
    version: 1, title: { en: 'Test' }, asOf: '2023-05-19', bounds: [44, 29, 112, 56],
    projection: { parallels: [30, 52], center: [75, 42] },
    layers: [{ id: 'base', title: { en: 'Base' }, data: ['base.geojson'] }],
  };
  const body = JSON.stringify(manifest);
  const missing = await fails(t, { [ATLAS]: { body } }, 'data-missing', /404/);
  assert.match(missing.detail.url, /data\/base\.geojson$/);
  const broken = { body: '{"type": "FeatureCollection",\n"features": [1, 2' };
  const { detail } = await fails(t, { [ATLAS]: { body }, 'data/base.geojson': broken }, 'not-json', /ends too early/);
  assert.equal(detail.url, 'base.geojson');
  assert.match(detail.path, /line 2/);
});

test('a bad feature in a good file is reported and the rest is shown', async (t) => {
  const page = await it.open(t);
  const square = [[[60, 40], [70, 40], [70, 50], [60, 50], [60, 40]]];
  const feature = (id, coordinates) => ({
    type: 'Feature', id, properties: { class: 'country', name: { en: id } }, geometry: { type: 'Polygon', coordinates },
  });
  const body = JSON.stringify({
    version: 1, title: { en: 'Test' }, asOf: '2023-05-19', bounds: [44, 29, 112, 56],
    projection: { parallels: [30, 52], center: [75, 42] },
    layers: [{ id: 'base', title: { en: 'Base' }, data: [{
      type: 'FeatureCollection',
      features: [feature('good', square), feature('far', [[[60, 40], [7000000, 40], [70, 50], [60, 40]]])],
    }] }],
  });
  it.server.faults[ATLAS] = { body };
  t.after(() => delete it.server.faults[ATLAS]);
  const map = await openMap(page, it.server.url);
  assert.deepEqual((await map.evaluate((map) => map.features())).map(({ id }) => id), ['good']);
  const [{ detail }] = await page.mapEvents('map-error');
  assert.equal(detail.code, 'bad-coordinates');
  assert.equal(detail.feature, 'far');
  assert.match(detail.path, /features\[1\]\.geometry\.coordinates\[0\]\[1\]/);
  assert.match(detail.message, /projected/);
});

test('facts that do not come leave the map as it is, and say so', async (t) => {
  const page = await it.open(t);
  page.expect(/Failed to load resource/);
  it.server.faults['data/facts/countries.json'] = { status: 500 };
  t.after(() => delete it.server.faults['data/facts/countries.json']);
  await openMap(page, it.server.url);
  await page.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-error'));
  const [{ detail }] = await page.mapEvents('map-error');
  assert.equal(detail.code, 'data-missing');
  assert.match(detail.url, /countries\.json$/);
});

test('another projection while files are still coming is drawn of what has come', async (t) => {
  const page = await it.open(t);
  it.server.faults['data/towns.geojson'] = { delay: 3000 };
  t.after(() => delete it.server.faults['data/towns.geojson']);
  await page.addInitScript((name) => {
    const { instantiate } = WebAssembly;
    window.grown = 0;
    WebAssembly.instantiate = async (...words) => {
      const instance = await instantiate.apply(WebAssembly, words);
      const grow = (...words) => {
        window.grown++;
        return instance.exports[name](...words);
      };
      return { exports: { ...instance.exports, [name]: grow } };
    };
  }, exportOf('grow'));
  const map = await openMap(page, it.server.url);
  // The atlas has more than the map has been told of, until the last file is there.
  await page.waitForFunction(() => window.grown > 0);
  await map.evaluate((map) => { map.projection = 'mercator'; });
  await settle(page);
  await map.evaluate((map) => { map.projection = 'equirectangular'; });
  await page.waitForFunction(() => window.grown > 2);
  await settle(page);
  assert.deepEqual(await page.mapEvents('map-error'), []);
  assert.equal(await map.evaluate((map) => map.save().projection), 'equirectangular');
});

test('after a failure, setting src again tries again', async (t) => {
  const { page } = await fails(t, { [ATLAS]: { status: 503 } }, 'data-missing', /503/);
  await page.evaluate(() => document.querySelector('central-asia-map').setAttribute('src', 'data/atlas.json'));
  await page.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-ready'));
  assert.equal(await page.locator('central-asia-map .reason').isVisible(), false);
});

test('the connection breaks within the atlas', (t) => {
  return fails(t, { [ATLAS]: { cut: 5000 } }, 'data-network', /no connection, or it broke/);
});

test('an engine that there is no memory for is told, and tried again', async (t) => {
  const page = await it.open(t);
  await page.addInitScript(() => {
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async () => {
      WebAssembly.instantiate = instantiate;
      throw new RangeError('WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory for new instance');
    };
  });
  await page.goto(it.server.url);
  await page.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-error'));
  const [{ detail }] = await page.mapEvents('map-error');
  assert.equal(detail.code, 'out-of-memory', JSON.stringify(detail));
  const map = page.locator('central-asia-map');
  assert.ok(await map.locator('p').first().isVisible());
  await map.locator('.reason button').click();
  await page.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-ready'));
});

test('a policy that forbids the files is named, with what it needs', async (t) => {
  const page = await it.open(t);
  page.expect(/Content Security Policy|Content-Security-Policy|Refused|violates/i);
  const other = await serve({ cors: true });
  t.after(() => other.close());
  it.server.pages['strict.html'] = `<!doctype html><html lang="en"><meta charset="utf-8">
    <meta http-equiv="content-security-policy" content="${STRICT_CSP}">
    <script type="module" src="central-asia-map.js"></script><central-asia-map src="${other.url}data/atlas.json"></central-asia-map>`;
  await page.goto(`${it.server.url}strict.html`);
  await page.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-error'));
  const [{ detail }] = await page.mapEvents('map-error');
  assert.equal(detail.code, 'data-blocked', JSON.stringify(detail));
  assert.ok(detail.message.includes(`connect-src needs ${other.origin}`), detail.message);
});

test('a policy that forbids WebAssembly is named', async (t) => {
  const page = await it.open(t);
  page.expect(/Content Security Policy|Refused|wasm/i);
  const policy = STRICT_CSP.replace(" 'wasm-unsafe-eval'", '');
  it.server.pages['strict.html'] = `<!doctype html><html lang="en"><meta charset="utf-8">
    <meta http-equiv="content-security-policy" content="${policy}">
    <script type="module" src="central-asia-map.js"></script><central-asia-map><p>Fallback</p></central-asia-map>`;
  await page.goto(`${it.server.url}strict.html`);
  await page.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-error'));
  const [{ detail }] = await page.mapEvents('map-error');
  assert.equal(detail.code, 'wasm-refused', JSON.stringify(detail));
  assert.match(detail.message, /wasm-unsafe-eval/);
});
