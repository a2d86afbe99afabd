// The ways in, other than the tag: a frame, a file without a network, and what programs read of the page.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ENGINE, openMap, settle, stage, waitFor } from './browser.mjs';
import { DIST, serve, STRICT_CSP } from './server.mjs';

const it = stage({ base: '/maps/asia/', csp: `${STRICT_CSP}; require-trusted-types-for 'script'; trusted-types 'none'` });
// The newsroom's own server, another origin.
let news;

before(async () => {
  news = await serve({ root: new URL('fixtures/', import.meta.url).pathname });
});
after(() => news.close());

const framing = (query, attributes = '') => `<!doctype html><html lang="en"><meta charset="utf-8"><title>News</title>
  <style>iframe { width: 100%; border: 0 }</style>
  <iframe data-central-asia-map ${attributes} src="${it.server.url}embed.html${query}" title="A map"></iframe>
  <script async src="${it.server.url}embed.js"></script>`;

/** Opens a page with a frame, its events kept in `window.heard`, and waits until the map in it is ready. */
async function openFrame(t, query, attributes) {
  const tab = await it.open(t);
  await tab.addInitScript(() => {
    window.heard = [];
    for (const name of ['ready', 'error', 'select', 'view', 'layers']) {
      addEventListener(`map-${name}`, ({ type, detail, target }) => window.heard.push({ type, detail, tag: target.localName }));
    }
  });
  news.pages['frame.html'] = framing(query, attributes);
  await tab.goto(`${news.url}frame.html`);
  const inside = tab.frames()[1];
  await inside.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-ready'));
  return { tab, inside };
}

test('the single file opens from a disk and asks for nothing', { skip: ENGINE === 'webkit' && 'its WebDriver puts no script into files' }, async (t) => {
  const file = `${DIST}central-asia-map.html`;
  assert.ok(statSync(file).size <= 1_500_000, `${statSync(file).size} bytes`);
  const tab = await it.open(t);
  const requests = [];
  tab.on('request', (request) => requests.push(request.url()));
  await tab.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', ({ blockedURI }) => window.violations.push(blockedURI));
  });
  const url = String(pathToFileURL(file));
  const map = await openMap(tab, url);
  await map.evaluate((map) => map.select('trans-caspian'));
  await map.locator('.panel .facts li').first().waitFor();
  // Far in, where the map with a network would fetch details.
  await map.evaluate((map) => map.setView({ center: [69.2, 41.3], zoom: 9 }));
  await map.evaluate((map) => map.setAttribute('lang', 'ru'));
  await tab.waitForTimeout(500);
  assert.deepEqual(requests.filter((address) => address !== url), []);
  assert.deepEqual(await tab.evaluate(() => window.violations), []);
  assert.deepEqual(await tab.mapEvents('map-error'), []);
  assert.match(await map.evaluate((map) => map.features().find(({ id }) => id === 'KAZ').name), /Казахстан/);
});

test('a frame takes attributes from its address, and nobody else’s data', async (t) => {
  const tab = await it.open(t);
  const map = await openMap(tab, `${it.server.url}embed.html?selected=KAZ&layers=base&lang=ru&src=https://example.org/atlas.json&onclick=x`);
  assert.deepEqual(await map.evaluate((map) => [map.selected, map.layers, map.lang, map.src, map.getAttribute('onclick')]),
    ['KAZ', 'base', 'ru', null, null]);
  // The overview, though the panel was open before the map had its size.
  const { center } = await map.evaluate((map) => map.save());
  assert.ok(center[0] > 30 && center[0] < 120 && center[1] > 20 && center[1] < 65, `${center}`);
  assert.equal(await tab.evaluate(() => document.documentElement.lang), 'ru');
});

test('a frame takes its height from its width, and tells the page its events', async (t) => {
  const { tab, inside } = await openFrame(t, '?lang=en');
  await tab.waitForFunction(() => document.querySelector('iframe').offsetHeight === 640);
  await tab.setViewportSize({ width: 600, height: 800 });
  const width = await tab.evaluate(() => document.querySelector('iframe').offsetWidth);
  await tab.waitForFunction((height) => Math.abs(document.querySelector('iframe').offsetHeight - height) <= 1, width * 0.62);
  await inside.evaluate(() => document.querySelector('central-asia-map').select('KAZ'));
  await tab.waitForFunction(() => window.heard.some(({ type }) => type === 'map-select'));
  const heard = await tab.evaluate(() => window.heard.find(({ type }) => type === 'map-select'));
  assert.equal(heard.detail.id, 'KAZ');
  assert.equal(heard.tag, 'iframe');
});

test('the page around a frame sets its state and asks for it', async (t) => {
  const { tab } = await openFrame(t, '?lang=en');
  const state = await tab.evaluate(() => {
    const frame = document.querySelector('iframe');
    window.centralAsiaMap.set(frame, { selected: 'UZB', layers: 'base pipelines' });
    return window.centralAsiaMap.get(frame);
  });
  assert.equal(state.selected, 'UZB');
  assert.equal(state.layers, 'base pipelines');
});

test('what is said to a frame before its page has come is heard when it comes', async (t) => {
  const { tab } = await openFrame(t, '?lang=en');
  const state = await tab.evaluate(() => {
    const frame = document.querySelector('iframe').cloneNode();
    document.body.append(frame);
    window.centralAsiaMap.set(frame, { selected: 'UZB' });
    return window.centralAsiaMap.get(frame);
  });
  assert.equal(state.selected, 'UZB');
});

test('a frame whose map does not come says why to whoever asks for its state', async (t) => {
  const tab = await it.open(t);
  tab.expect(/404/);
  news.pages['frame.html'] = framing('?src=no-such.json');
  await tab.goto(`${news.url}frame.html`);
  await tab.waitForFunction(() => window.centralAsiaMap);
  const code = await tab.evaluate(() => window.centralAsiaMap.get(document.querySelector('iframe')).then(() => null, ({ detail }) => detail.code));
  assert.equal(code, 'data-missing');
});

test('a frame whose address is none leaves the others as they are', async (t) => {
  const tab = await it.open(t);
  news.pages['frame.html'] = framing('?lang=en').replace('<iframe', '<iframe data-central-asia-map src="http://[" title="No map"></iframe><iframe');
  await tab.goto(`${news.url}frame.html`);
  await tab.waitForFunction(() => document.querySelectorAll('iframe')[1].style.height && window.centralAsiaMap);
  assert.ok((await tab.evaluate(() => window.centralAsiaMap.get(document.querySelectorAll('iframe')[1]))).center);
});

test('a frame with a height of its own keeps it', async (t) => {
  const { tab } = await openFrame(t, '', 'data-fixed height="333"');
  await tab.waitForTimeout(200);
  assert.equal(await tab.evaluate(() => document.querySelector('iframe').offsetHeight), 333);
});

test('a page that is not on the list neither steers a frame nor hears of it', async (t) => {
  const strange = readFileSync(`${DIST}embed.html`, 'utf8').replace('content="*"', 'content="https://news.example"');
  it.server.pages['embed.html'] = strange;
  t.after(() => delete it.server.pages['embed.html']);
  const tab = await it.open(t);
  news.pages['frame.html'] = framing('?lang=en');
  await tab.addInitScript(() => {
    window.messages = [];
    addEventListener('message', ({ data }) => window.messages.push(data));
  });
  await tab.goto(`${news.url}frame.html`);
  const inside = tab.frames()[1];
  await inside.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-ready'));
  await tab.evaluate(() => window.centralAsiaMap.set(document.querySelector('iframe'), { selected: 'UZB' }));
  await inside.evaluate(() => document.querySelector('central-asia-map').select('KAZ'));
  await tab.waitForTimeout(300);
  assert.deepEqual(await tab.evaluate(() => window.messages), [{ centralAsiaMap: true, type: 'hello' }]);
  assert.equal(await inside.evaluate(() => document.querySelector('central-asia-map').selected), 'KAZ');
});

test('the page around a frame believes only the frame’s own site', async (t) => {
  const { tab } = await openFrame(t, '?lang=en');
  // What the map was still fetching ends with it.
  tab.expect(/_ABORTED/);
  // Another page in the frame, of the newsroom's origin, speaks as if it were the map.
  news.pages['liar.html'] = `<script>parent.postMessage({ centralAsiaMap: true, type: 'map-select', detail: { id: 'LIE' } }, '*')</script>`;
  await tab.frames()[1].goto(`${news.url}liar.html`);
  await tab.waitForTimeout(200);
  assert.deepEqual(await tab.evaluate(() => window.heard.filter(({ detail }) => detail.id === 'LIE')), []);
});

test('the script for pages with frames is small', () => {
  const { size } = statSync(`${DIST}embed.js`);
  assert.ok(size > 300 && size <= 2048, `${size} bytes`);
});

test('without scripts, a picture drawn by the same engine is shown', { skip: ENGINE !== 'chromium' && 'only the protocol of Chromium switches scripts off' }, async (t) => {
  for (const page of ['index.html', 'embed.html']) {
    const tab = await it.open(t, { javaScriptEnabled: false });
    await tab.goto(it.server.url + page);
    const picture = tab.locator('noscript img, central-asia-map img').first();
    await picture.waitFor({ state: 'visible' });
    assert.ok(it.server.requests.includes('poster/overview.svg'), page);
  }
});

test('cards and oEmbed have what they need', async (t) => {
  const tab = await it.open(t);
  await openMap(tab, it.server.url);
  const meta = await tab.evaluate(() => Object.fromEntries([...document.querySelectorAll('meta[property], meta[name]')]
    .map((meta) => [meta.getAttribute('property') ?? meta.name, meta.content])));
  for (const name of ['description', 'og:title', 'og:type', 'og:description', 'og:image:alt']) assert.ok(meta[name]?.length > 5, name);
  assert.equal(meta['twitter:card'], 'summary_large_image');
  // A PNG tells its width and height in bytes 16 to 24.
  const png = readFileSync(DIST + meta['og:image']);
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1200, 630]);
  const link = await tab.locator('link[type="application/json+oembed"]').getAttribute('href');
  const answer = JSON.parse(readFileSync(DIST + link, 'utf8'));
  assert.equal(answer.version, '1.0');
  assert.equal(answer.type, 'rich');
  assert.ok(answer.width > 0 && answer.height > 0 && answer.title.length > 5);
  assert.match(answer.html, /^<iframe [^>]*src="embed\.html"/);
  assert.ok(existsSync(DIST + answer.thumbnail_url));
});

test('the integrity values are those of the files, and a browser accepts them', async (t) => {
  const list = JSON.parse(readFileSync(`${DIST}integrity.json`, 'utf8'));
  assert.ok(list['pkg/central_asia_map_bg.wasm'] && list['embed.js']);
  for (const [name, hash] of Object.entries(list)) {
    assert.equal(`sha384-${createHash('sha384').update(readFileSync(DIST + name)).digest('base64')}`, hash, name);
  }
  const name = 'central-asia-map.js';
  it.server.pages['sri.html'] = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Integrity</title>
    <script type="module" src="${name}" integrity="${list[name]}"></script><central-asia-map></central-asia-map>`;
  const tab = await it.open(t);
  const map = await openMap(tab, `${it.server.url}sri.html`);
  await settle(tab);
  assert.ok((await map.evaluate((map) => map.features())).length > 100);
  await waitFor(tab, 'map-ready');
});
