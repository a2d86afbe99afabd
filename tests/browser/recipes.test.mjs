// Each recipe of examples/ loads, shows the map, and does what it is a recipe for.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openMap, settle, stage } from './browser.mjs';
import { DIST, serve, STRICT_CSP } from './server.mjs';

const EXAMPLES = new URL('../../examples/', import.meta.url);

const it = stage({ csp: `${STRICT_CSP}; frame-src 'self'` });
// Where there is no policy: a notebook, a page that Quarto made.
let free;

before(async () => {
  free = await serve();
});
after(() => free.close());

const recipe = (name) => `${it.server.url}examples/${name}`;

/** The map inside of the page's frame, once it is ready. */
async function framed(page) {
  await page.waitForFunction(() => frames.length > 0);
  const frame = page.frames()[1];
  await frame.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-ready'));
  return frame.locator('central-asia-map');
}

test('the list of recipes leads to each of them', async (t) => {
  const page = await it.open(t);
  await page.goto(recipe('index.html'));
  const links = await page.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  const pages = readdirSync(`${DIST}examples`).filter((name) => /\.(html|ipynb|qmd)$/.test(name) && name !== 'index.html');
  assert.deepEqual([...links].sort(), pages.sort());
});

test('one tag in an article', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, recipe('embed.html'));
  assert.equal(await map.evaluate((map) => map.save().layers), 'base corridors hubs summit');
});

test('two maps move and select together', async (t) => {
  const page = await it.open(t);
  await openMap(page, recipe('linked.html'));
  const [left, right] = ['#left', '#right'].map((id) => page.locator(id));
  await page.evaluate(() => Promise.all([...document.querySelectorAll('central-asia-map')].map((map) => map.ready)));
  await settle(page);
  const view = (map) => map.evaluate((map) => map.save());
  const before = await view(left);
  await left.hover();
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -300);
  await page.keyboard.up('Control');
  await page.waitForFunction((zoom) => {
    const [left, right] = [...document.querySelectorAll('central-asia-map')].map((map) => map.save());
    return left.zoom > zoom + 0.2 && Math.abs(left.zoom - right.zoom) < 0.01 && Math.abs(left.center[0] - right.center[0]) < 0.01;
  }, before.zoom);
  const [x, y] = await right.evaluate((map) => map.project([66, 48]));
  await right.click({ position: { x, y } });
  await page.waitForFunction(() => document.querySelector('#left').save().selected === 'KAZ');
});

test('custom properties colour the map', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, recipe('theme.html'));
  const svg = await map.evaluate((map) => map.toSVG());
  assert.match(svg, /<rect width="100%" height="100%" fill="#10151c"\/>/);
  assert.match(svg, /stroke="#f2c14e"/);
});

test('own data take the place of the built-in atlas', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, recipe('own-data.html'));
  const ids = await map.evaluate((map) => map.features().map(({ id }) => id));
  assert.ok(ids.includes('railway') && !ids.includes('trans-caspian'), ids.join());
  await map.evaluate((map) => map.select('railway'));
  await map.locator('.panel .facts li').first().waitFor();
  // Where there are no ways, that is said, and the sheet can be closed.
  await map.locator('.routes-button').click();
  const routes = map.locator('.panel.routes');
  await routes.getByRole('heading', { name: 'Routes' }).waitFor();
  assert.match(await routes.locator('.result').innerText(), /\w/);
  await routes.locator('.close').click();
  await routes.waitFor({ state: 'hidden' });
  assert.deepEqual(await page.mapEvents('map-error'), []);
});

test('a frame hears the page around it, and is heard', async (t) => {
  const page = await it.open(t);
  await page.goto(recipe('frame.html'));
  await framed(page);
  await page.click('#caspian');
  await page.waitForFunction(() => /Caspian.*selected/.test(document.querySelector('#said').textContent));
});

test('the block of a WordPress post', async (t) => {
  const page = await it.open(t);
  const post = readFileSync(new URL('wordpress.html', EXAMPLES), 'utf8');
  const block = post.match(/<!-- wp:html -->\n(.*?)<!-- \/wp:html -->/s)[1];
  assert.match(block, /^<iframe data-central-asia-map/);
  await page.goto(recipe('wordpress.html'));
  await page.locator('iframe').scrollIntoViewIfNeeded();
  const map = await framed(page);
  assert.equal(await map.evaluate((map) => map.selected), 'trans-caspian');
});

test('the output of a notebook’s cell', async (t) => {
  const { cells } = JSON.parse(readFileSync(new URL('notebook.ipynb', EXAMPLES), 'utf8'));
  const html = cells[1].outputs[0].data['text/html'].join('');
  assert.ok(cells[1].source.join('').includes('http://localhost:8000/'));
  free.pages['notebook.html'] = `<!doctype html><html lang="en"><title>Notebook</title>${html.replaceAll('http://localhost:8000/', free.url)}`;
  const page = await it.open(t);
  await page.goto(`${free.url}notebook.html`);
  const map = await framed(page);
  assert.equal(await map.evaluate((map) => map.selected), 'trans-caspian');
});

test('the block of a Quarto document', async (t) => {
  const document = readFileSync(new URL('quarto.qmd', EXAMPLES), 'utf8');
  const html = document.match(/```\{=html\}\n(.*?)```/s)[1];
  free.pages['quarto.html'] = `<!doctype html><html lang="en"><title>Quarto</title>${html.replaceAll('central-asia-map/central-asia-map.js', 'central-asia-map.js')}`;
  const page = await it.open(t);
  const map = await openMap(page, `${free.url}quarto.html`);
  assert.equal(await map.evaluate((map) => map.selected), 'trans-caspian');
});
