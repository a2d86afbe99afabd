// The map in somebody else's page: another origin, a sub-path, a strict policy.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ENGINE, openMap, PHONE, settle, stage, waitFor } from './browser.mjs';
import { DIST, serve, STRICT_CSP } from './server.mjs';

// Where the map lies: under a sub-path, readable by pages of every origin.
const it = stage({ base: '/maps/asia/', cors: true });
// The newsroom's own server.
let news;

before(async () => {
  news = await serve({ root: new URL('fixtures/', import.meta.url).pathname });
});
after(() => news.close());

const page = (source) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>News</title>
  <script type="module" src="${source}central-asia-map.js"></script>
  <p>Before</p><central-asia-map><a href="#">A map</a></central-asia-map><p>After</p>`;

test('the example page works under a sub-path', async (t) => {
  const tab = await it.open(t);
  const map = await openMap(tab, `${it.server.url}examples/embed.html`);
  assert.equal(await map.evaluate((map) => map.save().layers), 'base corridors hubs summit');
});

test('a page of another origin shows the map with one tag', async (t) => {
  const tab = await it.open(t);
  news.pages['article.html'] = page(it.server.url);
  const map = await openMap(tab, `${news.url}article.html`);
  assert.ok((await map.evaluate((map) => map.features())).length > 100);
  await tab.locator('central-asia-map a').waitFor({ state: 'hidden' });
});

test('without leave to read across origins, the reason says so', async (t) => {
  const tab = await it.open(t);
  const closed = await serve({ headers: {} });
  t.after(() => closed.close());
  // Whether it is the other origin or the network is found out by a request that is given up. Firefox has a name of its own for the refusal, and does not always tell it.
  tab.expect(/CORS|ERR_FAILED|ERR_ABORTED|Failed to load|NS_ERROR_DOM_BAD_URI/);
  // The script itself needs leave as well; from here only what it fetches is refused.
  news.pages['article.html'] = page(it.server.url).replace('<central-asia-map>', `<central-asia-map src="${closed.url}data/atlas.json">`);
  await tab.goto(`${news.url}article.html`);
  const detail = await waitFor(tab, 'map-error');
  assert.equal(detail.code, 'data-cors');
  assert.match(detail.message, /CORS/);
});

test('nothing is asked of any other server', { skip: ENGINE === 'webkit' && 'its WebDriver tells of no requests' }, async (t) => {
  const tab = await it.open(t);
  const hosts = new Set();
  tab.on('request', (request) => hosts.add(new URL(request.url()).origin));
  news.pages['article.html'] = page(it.server.url);
  const map = await openMap(tab, `${news.url}article.html`);
  await map.evaluate((map) => map.select('KAZ'));
  await tab.waitForTimeout(300);
  assert.deepEqual([...hosts].sort(), [it.server.origin, news.origin].sort());
});

// The page with the tag, our frame, and the full page, which would keep itself for a time without a network.
for (const name of ['strict.html', 'embed.html', 'index.html']) {
  test(`a strict policy with Trusted Types is not violated by ${name}`, async (t) => {
    const strict = await serve({ csp: `${STRICT_CSP}; require-trusted-types-for 'script'; trusted-types 'none'` });
    t.after(() => strict.close());
    strict.pages['strict.html'] = page('').replace('<p>Before</p>', '');
    const tab = await it.open(t);
    await tab.addInitScript(() => {
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) => {
        window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
      });
    });
    const map = await openMap(tab, strict.url + name);
    await map.evaluate((map) => map.select('trans-caspian'));
    await map.locator('.panel .facts li').first().waitFor();
    // It asks for its own policy before it would register the worker.
    if (name === 'index.html') {
      await tab.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('index.html')), null, { timeout: 60_000 });
    }
    await settle(tab);
    assert.deepEqual(await tab.evaluate(() => window.violations), []);
  });
}

// Only Chromium tells of shifts.
const shifts = { skip: ENGINE !== 'chromium' && 'the engine does not report layout shifts' };

for (const [where, view] of [['a desktop', {}], ['a telephone', PHONE]]) {
  test(`the layout does not shift when the map comes, on ${where}, in any of the pages`, shifts, async (t) => {
    const pages = readdirSync(`${DIST}examples`).filter((name) => name.endsWith('.html') && name !== 'index.html').map((name) => `examples/${name}`);
    for (const page of ['index.html', 'embed.html', ...pages]) {
      const tab = await it.open(t, view);
      await tab.addInitScript(() => {
        window.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) window.shift += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await tab.goto(it.server.url + page);
      // A map in a frame tells its events there.
      if (await tab.locator('iframe').count()) {
        await tab.locator('iframe').scrollIntoViewIfNeeded();
        await tab.waitForFunction(() => frames.length > 0);
        await tab.frames()[1].waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-ready'));
      } else {
        await waitFor(tab, 'map-ready');
      }
      await settle(tab);
      await settle(tab);
      assert.equal(await tab.evaluate(() => window.shift), 0, page);
    }
  });
}

test('many maps on a page share the engine and the data', async (t) => {
  const tab = await it.open(t);
  it.server.requests.length = 0;
  it.server.pages['many.html'] = page('').replace('<central-asia-map>', '<central-asia-map></central-asia-map>'.repeat(9) + '<central-asia-map>');
  await tab.goto(`${it.server.url}many.html`);
  await tab.evaluate(() => Promise.all([...document.querySelectorAll('central-asia-map')].map((map) => map.ready)));
  await settle(tab);
  const count = (name) => it.server.requests.filter((path) => path === name).length;
  assert.equal(count('pkg/central_asia_map_bg.wasm'), 1);
  assert.equal(count('data/atlas.json'), 1);
});

test('a lazy map waits until it is near the view', async (t) => {
  const tab = await it.open(t);
  it.server.pages['lazy.html'] = page('').replace('<p>Before</p>', '<div style="height: 4000px"></div>').replace('<central-asia-map>', '<central-asia-map loading="lazy">');
  it.server.requests.length = 0;
  await tab.goto(`${it.server.url}lazy.html`);
  await tab.waitForTimeout(500);
  assert.ok(it.server.requests.includes('central-asia-map.js'));
  assert.deepEqual(it.server.requests.filter((path) => /wasm|atlas/.test(path)), []);
  assert.deepEqual(await tab.mapEvents('map-ready'), []);
  await tab.evaluate(() => scrollTo(0, 4000));
  await waitFor(tab, 'map-ready');
});
