// Hands: a box, a double tap that is drawn, buttons instead of a drag, and the name of what the mouse is over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINE, openMap, PHONE, settle, stage } from './browser.mjs';

const it = stage({
  pages: {
    'article.html': `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <script type="module" src="central-asia-map.js"></script><link rel="stylesheet" href="page.css">
      <central-asia-map></central-asia-map><p class="long">After</p>`,
    'page.css': 'body { margin: 0 } central-asia-map { height: 400px } .long { height: 3000px }',
  },
});

const zoomOf = (map) => map.evaluate((map) => map.save().zoom);

test('with Shift the mouse draws a box, which fills the map', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  const before = await zoomOf(map);
  const middle = await map.evaluate((map) => map.unproject([600, 350]));
  await page.mouse.move(440, 250);
  await page.keyboard.down('Shift');
  await page.mouse.down();
  await page.mouse.move(760, 450, { steps: 5 });
  assert.ok(await map.locator('.band').isVisible());
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await settle(page);
  assert.equal(await map.locator('.band').isVisible(), false);
  assert.ok(Math.abs(await zoomOf(map) - before - 2) < 0.1, 'a quarter of the map is two levels');
  const center = await map.evaluate((map) => map.save().center);
  assert.ok(Math.abs(center[0] - middle[0]) < 0.05 && Math.abs(center[1] - middle[1]) < 0.05, `${middle} ${center}`);
});

test('in an article a double tap that is drawn down zooms, and the page stays', async (t) => {
  const page = await it.open(t, { ...PHONE, reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}article.html`);
  const before = await zoomOf(map);
  // Above the sheet that the first tap opens.
  const touch = (type, y) => page.touch(type, y ? [[200, y]] : []);
  // WebKit's driver may take too long between two taps for a double one.
  let zoomed = false;
  for (let tries = ENGINE === 'webkit' ? 5 : 1; tries > 0 && !zoomed; tries -= 1) {
    await touch('touchStart', 60);
    await touch('touchEnd');
    await touch('touchStart', 60);
    for (let y = 70; y <= 170; y += 10) await touch('touchMove', y);
    await touch('touchEnd');
    zoomed = await page.waitForFunction((zoom) => document.querySelector('central-asia-map').save().zoom > zoom, before + 0.6, { timeout: 10_000 }).then(() => true, () => false);
  }
  assert.ok(zoomed);
  assert.equal(await page.evaluate(() => scrollY), 0);
});

test('buttons move the map; they are one stop of the Tab key', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  const center = () => map.evaluate((map) => map.save().center);
  await map.evaluate((map) => map.setView({ center: [70, 43], zoom: 5 }));
  await map.getByRole('button', { name: 'Move the map' }).click();
  await map.getByRole('button', { name: 'Move east' }).click();
  await settle(page);
  const east = await center();
  assert.ok(east[0] > 73, String(east));
  await map.getByRole('button', { name: 'Move east' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await settle(page);
  assert.ok((await center())[1] < east[1] - 1, 'the next button is south');
  const stops = (selector) => map.evaluate((map, selector) => {
    return [...map.shadowRoot.querySelectorAll(selector)].filter((button) => button.tabIndex === 0).length;
  }, selector);
  assert.equal(await stops('.pad button'), 1);
  assert.equal(await stops('.end button:not(.pad button), .end select'), 1, 'the column is one stop, and what unfolds from it another');
});

test('the mouse is told what it is over', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, it.server.url);
  const [x, y] = await map.evaluate((map) => map.project([67, 48.6]));
  await page.mouse.move(x, y);
  await map.locator('.preview').waitFor();
  assert.match(await map.locator('.preview').innerText(), /Kazakhstan\s+Country/);
  // Not while a hand moves the map from under it.
  await page.mouse.down();
  await map.locator('.preview').waitFor({ state: 'hidden' });
  await page.mouse.up();
  await page.mouse.move(0, 0);
  await page.mouse.move(x, y);
  await map.locator('.preview').waitFor();
  // Escape takes it away, wherever the focus is, and the mouse brings it back (1.4.13).
  await page.keyboard.press('Escape');
  await map.locator('.preview').waitFor({ state: 'hidden' });
  await page.mouse.move(0, 0);
  await page.mouse.move(x, y);
  await map.locator('.preview').waitFor();
  await map.evaluate((map) => map.setAttribute('controls', 'none'));
  await map.locator('.preview').waitFor({ state: 'hidden' });
});
