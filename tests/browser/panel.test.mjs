// The panel: what is computed, and the links from feature to feature.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMap, settle, stage } from './browser.mjs';

const it = stage({
  pages: {
    'map.html': `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="page.css">
      <script type="module" src="central-asia-map.js"></script><central-asia-map selected="KAZ"></central-asia-map>`,
    'page.css': 'body { margin: 0 } central-asia-map { height: 700px }',
  },
});

test('a computed line leads to its feature, and the panel takes the focus', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}map.html`);
  const row = map.locator('.panel li', { has: page.getByRole('button', { name: 'China', exact: true }) });
  await row.filter({ hasText: 'published' }).waitFor();
  assert.match(await row.innerText(), /1,490 km \(published: 1,765 km\)/);
  const before = await map.evaluate((map) => map.save().center);
  const link = row.getByRole('button');
  assert.ok((await link.boundingBox()).height >= 44);
  await link.click();
  await settle(page);
  assert.equal(await map.evaluate((map) => map.selected), 'CHN');
  assert.equal(await map.locator('.panel h2').innerText(), 'China');
  assert.notDeepEqual(await map.evaluate((map) => map.save().center), before);
  assert.ok(await map.evaluate((map) => map.shadowRoot?.activeElement?.className === 'panel' || document.activeElement === map));
  const selected = await page.mapEvents('map-select');
  assert.equal(selected.at(-1).detail.id, 'CHN');
});

test('a link works from the keyboard', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}map.html`);
  await map.locator('.panel').getByRole('button', { name: 'Trans-Caspian corridor' }).focus();
  await page.keyboard.press('Enter');
  await settle(page);
  assert.equal(await map.evaluate((map) => map.selected), 'trans-caspian');
  const panel = await map.locator('.panel').innerText();
  assert.match(panel, /Border crossings\s*6/);
  assert.match(panel, /Changes of gauge\s*2/);
});
