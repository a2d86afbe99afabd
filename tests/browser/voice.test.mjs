// What the map says by itself: one polite voice, for what its reader asked for, once all has come to rest.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINE, openMap, rest, settle, stage } from './browser.mjs';

const it = stage({
  pages: {
    'map.html': `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="page.css">
      <script type="module" src="central-asia-map.js"></script><central-asia-map><p>A map</p></central-asia-map>`,
    'page.css': 'body { margin: 0 } central-asia-map { height: 700px }',
  },
});

/** A map whose reader has the canvas in hand, and all that it says from then on. */
async function listening(t, view) {
  const page = await it.open(t, { reducedMotion: 'reduce', ...view });
  const map = await openMap(page, `${it.server.url}map.html`);
  // Facts and story are there: what arrives later is no answer to a key.
  await page.waitForFunction(() => {
    const { shadowRoot } = document.querySelector('central-asia-map');
    return !shadowRoot.querySelector('[data-tool=story]').hidden;
  });
  await map.evaluate((map) => {
    window.said = [];
    const voice = map.shadowRoot.querySelector('[role=status].unseen');
    new MutationObserver(() => voice.textContent && window.said.push(voice.textContent)).observe(voice, { childList: true });
  });
  await map.locator('canvas').focus();
  return { page, map };
}

/** Waits until the last thing said matches; gives all that was said since it was asked last. */
async function heard(page, pattern) {
  await page.waitForFunction((source) => new RegExp(source).test(window.said.at(-1) ?? ''), pattern.source, { timeout: 30_000 }).catch(async () => assert.fail(`${pattern} was not heard, but ${await page.evaluate(() => window.said)}`));
  return page.evaluate(() => window.said.splice(0));
}

/** Keeps requests for these files waiting until the answer is called. */
function hold(t, names) {
  let release;
  const delay = new Promise((resolve) => { release = resolve; });
  for (const name of names) it.server.faults[name] = { delay };
  t.after(() => {
    release();
    for (const name of names) delete it.server.faults[name];
  });
  return release;
}

test('a view is told by the direction of the way and by its extent, once for many keys', async (t) => {
  const { page } = await listening(t);
  for (let count = 0; count < 5; count += 1) await page.keyboard.press('ArrowRight');
  const said = await heard(page, /^Moved to the east\. Large town nearest to the middle of the view: .+\. From its western to its eastern edge: [\d,]+ km\.$/);
  assert.equal(said.length, 1, String(said));
  await page.keyboard.press('ArrowUp');
  await heard(page, /^Moved to the north\. /);
  // Nearer is told by the extent alone.
  await page.keyboard.press('+');
  await heard(page, /^Large town nearest to the middle of the view: /);
});

test('nothing is told that nobody asked for, and a selection is not drowned by the view that follows it', async (t) => {
  const { page, map } = await listening(t);
  await map.evaluate((map) => map.setView({ center: [60, 40], zoom: 5 }));
  await rest(page);
  // What the page does by itself is silent: what is heard next is the answer to the key.
  await page.keyboard.press('Home');
  assert.equal((await heard(page, /^Moved .*Large town nearest to the middle of the view: /)).length, 1);
  await map.locator('[role=combobox]').first().fill('port of aktau');
  await heard(page, /^\d+ found$/);
  await page.keyboard.press('Enter');
  const said = await heard(page, /^Port of Aktau\. Sea port\./);
  assert.equal(said.length, 1, String(said));
  // A town has no facts, but a place.
  await map.locator('[role=combobox]').first().fill('dushanbe');
  await heard(page, /^\d+ found$/);
  await page.keyboard.press('Enter');
  await heard(page, /^Dushanbe\. Capital\. In the middle of the view/);
});

test('a search that finds nothing says so', async (t) => {
  const { page, map } = await listening(t);
  await map.locator('[role=combobox]').first().fill('zzzzqqqq');
  await heard(page, /^Nothing of that name/);
});

test('a closed passage is told with its result, and by where the way leads then', async (t) => {
  const { page, map } = await listening(t);
  await map.locator('.routes-button').press('Enter');
  await heard(page, /^Shortest way: .* km\. Kazakhstan – Russia – Belarus$/);
  await map.getByRole('checkbox', { name: 'Russia' }).press('Space');
  await heard(page, /^Shortest way left: .* km, .* km longer than with all open\. Kazakhstan – Caspian Sea – /);
});

test('a step is told with its place in the story, its title and its text; a year with what happened; a theme with its figures', async (t) => {
  const { page, map } = await listening(t);
  await map.locator('[data-tool=story]').press('Enter');
  await heard(page, /^1 \/ 12\. Five guests in Xi’an\. For two days in May 2023 /);
  await map.getByRole('button', { name: 'Next step' }).press('Enter');
  await heard(page, /^2 \/ 12\. /);
  await map.evaluate((map) => map.shadowRoot.querySelector('[data-tool=time]').focus());
  await page.keyboard.press('Enter');
  await heard(page, /./);
  await map.getByRole('slider', { name: 'Years' }).press('Home');
  await heard(page, /^15 December 2005: Oil pipeline laid/);
  await map.evaluate((map) => map.shadowRoot.querySelector('[data-tool=themes]').focus());
  await page.keyboard.press('Enter');
  await map.getByRole('radio', { name: 'Area' }).press('Space');
  await heard(page, /^Area; .*Kazakhstan [\d,]+/);
});

test('what is copied is told, also inside of a dialog', async (t) => {
  const { page, map } = await listening(t);
  // The others let a page write while a key or a finger is down.
  if (ENGINE === 'chromium') await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await map.getByRole('button', { name: 'Share' }).press('Enter');
  await map.locator('dialog').getByRole('button', { name: 'Copy' }).first().press('Enter');
  await heard(page, /^Copied$/);
  assert.ok(await map.evaluate((map) => map.shadowRoot.querySelector('dialog[open] [role=status]')));
});

test('an overlay is told while it loads, when it is there, and when it is not', async (t) => {
  const { page, map } = await listening(t);
  page.expect(/404|missing|Failed to load/);
  const point = { type: 'Feature', properties: { name: 'Somewhere' }, geometry: { type: 'Point', coordinates: [70, 45] } };
  const text = JSON.stringify({ type: 'FeatureCollection', features: [point] });
  await map.evaluate((map, text) => {
    const half = Math.floor(text.length / 2);
    const bytes = new TextEncoder().encode(text);
    // A file that comes in two halves: the second when the test has heard of the first.
    const stream = new ReadableStream({
      async start(controller) {
        controller.enqueue(bytes.slice(0, half));
        await new Promise((resolve) => { window.goOn = resolve; });
        controller.enqueue(bytes.slice(half));
        controller.close();
      },
    });
    const blob = Object.assign(new Blob([bytes]), { stream: () => stream });
    window.laid = map.addOverlay('mine', blob, { title: 'My places' });
  }, text);
  await heard(page, /^Loading: My places 50 %$/);
  await page.evaluate(() => window.goOn());
  await heard(page, /^On the map: My places$/);
  await page.evaluate(() => document.querySelector('central-asia-map').addOverlay('bad', 'no-such.geojson').catch(() => {}));
  await heard(page, /^bad: Part of the map could not be loaded\.$/);
});

test('facts that come late are told where a reader waits for them, and leave the focus where it is', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const release = hold(t, ['data/facts/countries.json']);
  const map = await openMap(page, `${it.server.url}map.html`);
  await map.locator('canvas').press('Home');
  await map.evaluate((map) => map.select('TKM'));
  await map.locator('.panel', { hasText: 'Loading the facts' }).waitFor();
  const focus = () => map.evaluate(({ shadowRoot: { activeElement } }) => activeElement?.textContent);
  await map.locator('.panel').getByRole('button', { name: 'Uzbekistan', exact: true }).focus();
  assert.equal(await focus(), 'Uzbekistan');
  release();
  await map.locator('[role=status].unseen', { hasText: 'largest supplier of pipeline gas' }).waitFor({ state: 'attached' });
  assert.equal(await focus(), 'Uzbekistan');
  // In other words there is no such line any more: the panel has it.
  await map.evaluate((map) => { map.lang = 'ru'; });
  await map.locator('.panel h2', { hasText: 'Туркмен' }).waitFor();
  assert.equal(await map.evaluate(({ shadowRoot: { activeElement } }) => activeElement?.className), 'panel');
});

test('a place in the map in words is told again with what came later of it, and the reader stays there', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const release = hold(t, ['data/regions.geojson']);
  const map = await openMap(page, `${it.server.url}index.html`);
  const voice = (hasText) => map.locator('[role=status].unseen', { hasText }).waitFor({ state: 'attached' });
  await map.getByRole('button', { name: 'Map in words' }).press('Enter');
  for (const key of ['Tab', 'Enter']) await page.keyboard.press(key);
  await voice('Khorgos Gateway. Dry port. In the middle of the view. Ways here');
  await page.keyboard.press('Tab');
  const focus = () => map.evaluate(({ shadowRoot: { activeElement } }) => [activeElement.textContent, 'here' in activeElement.dataset]);
  const before = await focus();
  assert.ok(before[1], String(before));
  release();
  await voice('Almaty');
  assert.deepEqual(await focus(), before);
});

test('a map that takes long says that it loads, and that it is there', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const release = hold(t, ['data/atlas.json']);
  await page.goto(`${it.server.url}map.html`);
  await page.locator('.reason', { hasText: 'Loading the map…' }).waitFor();
  assert.equal(await page.locator('.reason').getAttribute('role'), 'status');
  release();
  await page.locator('[role=status].unseen', { hasText: 'Map: China, Central Asia' }).waitFor({ state: 'attached' });
  await page.locator('.reason').waitFor({ state: 'hidden' });
});

test('there is one voice: nothing else in the map is a live region', async (t) => {
  const { map } = await listening(t);
  const live = await map.evaluate((map) => [...map.shadowRoot.querySelectorAll('[aria-live], [role=status], [role=alert], output')].map(({ className }) => className));
  // The other is for a map that is not there.
  assert.deepEqual(live.sort(), ['reason', 'unseen']);
});
