// The map in words in the page: walked by keys, told to screen readers, and the same as `describe()`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMap, settle, stage } from './browser.mjs';

const it = stage({
  pages: {
    'map.html': `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="page.css">
      <script type="module" src="central-asia-map.js"></script><a href="#">before</a><central-asia-map></central-asia-map><a href="#">after</a>`,
    'far.html': `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="page.css">
      <script type="module" src="central-asia-map.js"></script><div class="before"></div><central-asia-map></central-asia-map>`,
    'page.css': '.before { height: 3000px } body { margin: 0 } central-asia-map { height: 700px }',
  },
});

async function opened(t) {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}map.html`);
  const sheet = map.locator('[part=words]');
  return { page, map, sheet };
}

/** The name of what has the focus inside of the map. */
const focused = (map) => map.evaluate((map) => map.shadowRoot?.activeElement?.textContent ?? null);

test('the map in words is opened and walked by keys alone', async (t) => {
  const { page, map, sheet } = await opened(t);
  await map.locator('.words > button').focus();
  await page.keyboard.press('Enter');
  await sheet.waitFor();
  assert.equal(await focused(map), 'Kazakhstan');
  const here = sheet.locator('.words-here');
  assert.match(await here.innerText(), /Kazakhstan\. Country\..*Neighbours, with the length of the common border: Russia to the north/);
  await page.keyboard.press('ArrowDown');
  assert.notEqual(await focused(map), 'Kazakhstan');
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(map), 'Kazakhstan');
  await page.keyboard.press('r');
  assert.match(await here.innerText(), /Ways through here: Trans-Caspian corridor/);
  // Enter opens the facts, and the map shows the place.
  await page.keyboard.press('Enter');
  await settle(page);
  assert.equal(await map.evaluate((map) => map.selected), 'KAZ');
  assert.ok(await sheet.isHidden());
  assert.ok(await map.locator('.panel').isVisible());
});

test('Escape leaves the words, and the focus is where it was', async (t) => {
  const { page, map, sheet } = await opened(t);
  await map.locator('.words > button').focus();
  await page.keyboard.press('Enter');
  await sheet.waitFor();
  await page.keyboard.press('Escape');
  assert.ok(await sheet.isHidden());
  assert.equal(await focused(map), 'Map in words');
});

test('the words follow the view, and one Tab stop is enough for them', async (t) => {
  const { page, map, sheet } = await opened(t);
  await map.locator('.words > button').focus();
  await page.keyboard.press('Enter');
  const names = () => sheet.locator('[data-id]').allInnerTexts();
  assert.ok((await names()).includes("Xi’an summit"));
  assert.equal(await sheet.locator('[data-id][tabindex="0"]').count(), 1);
  await map.evaluate((map) => map.setView({ center: [51, 42], zoom: 6 }));
  // Once the map has rested.
  await page.waitForFunction(() => ![...document.querySelector('central-asia-map').shadowRoot.querySelectorAll('[data-id]')].some(({ textContent }) => textContent === 'Xi’an summit'));
  assert.ok((await names()).includes('Port of Aktau'));
  assert.equal(await sheet.locator('[data-id][tabindex="0"]').count(), 1);
});

test('describe() gives the whole text, in the language of the map', async (t) => {
  const { page, map } = await opened(t);
  const text = await map.evaluate((map) => map.describe());
  assert.match(text, /^China, Central Asia and the ways between\nLarge town nearest to the middle of the view: /);
  assert.match(text, /\n- Central Asia–China gas, line D\. Gas pipeline\. Planned\./);
  await map.evaluate((map) => { map.lang = 'ru'; });
  await page.waitForFunction(() => document.querySelector('central-asia-map').describe().includes('Соседи и длина общей границы: '));
});

test('the key ? tells the keys and gives the focus back', async (t) => {
  const { page, map } = await opened(t);
  await map.locator('canvas').focus();
  await page.keyboard.press('?');
  const help = map.locator('[part=help]');
  await help.waitFor();
  assert.match(await help.innerText(), /arrow keys/);
  await page.keyboard.press('Escape');
  assert.ok(await help.isHidden());
  assert.ok(await map.evaluate((map) => map.shadowRoot.activeElement?.localName === 'canvas'));
});

test('the keys are told where the reader is, however far down the page', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, `${it.server.url}far.html`);
  await map.evaluate((map) => map.scrollIntoView());
  await map.locator('.map:not(.early)').waitFor();
  await map.locator('canvas').focus();
  const before = await page.evaluate(() => scrollY);
  await page.keyboard.press('?');
  const help = map.locator('[part=help]');
  await help.waitFor();
  const [top, bottom, after] = await help.evaluate((help) => [help.getBoundingClientRect().top, help.getBoundingClientRect().bottom, scrollY]);
  assert.ok(top >= 0 && bottom <= 800, `${top} to ${bottom}`);
  assert.equal(after, before);
});
