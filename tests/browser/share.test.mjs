// What can be taken away: an address, code to embed, pictures; and other languages and directions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINE, openMap, settle, stage } from './browser.mjs';

const it = stage();

const near = (a, b) => Math.abs(a - b) < 1e-4;

test('the address of the full page reopens its state', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  await map.evaluate((map) => {
    map.select('gas-line-a');
    map.layers = 'base pipelines';
    map.setView({ center: [66, 41], zoom: 5.5 });
  });
  await page.waitForFunction(() => location.hash.includes('zoom=5.5&'));
  const saved = await map.evaluate((map) => map.save());
  const again = await it.open(t, { reducedMotion: 'reduce' });
  const other = await openMap(again, await page.url());
  const restored = await other.evaluate((map) => map.save());
  assert.ok(near(saved.zoom, restored.zoom) && saved.center.every((value, index) => near(value, restored.center[index])), JSON.stringify(restored));
  const rest = ({ center, zoom, ...rest }) => rest;
  assert.deepEqual(rest(restored), rest(saved));
  // An address that the reader edits applies at once, but not where it would bring other data.
  await again.evaluate(() => { location.hash = 'zoom=4&lang=ru&src=https://other.example/a.json'; });
  await again.waitForFunction(() => document.querySelector('central-asia-map').save().lang === 'ru');
  assert.equal(await other.evaluate((map) => map.src), null);
});

test('a link that is followed in a tab that shows the map reopens its view, not that of before', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  await map.evaluate((map) => map.setView({ center: [66, 41], zoom: 5.5 }));
  await page.waitForFunction(() => location.hash.includes('zoom=5.5&'));
  const [link, saved] = await map.evaluate((map) => [location.hash, map.save()]);
  await map.evaluate(async (map) => {
    await map.goTo('caspian');
    map.select('gas-line-a');
    map.closed = 'RUS';
  });
  await page.waitForFunction(() => location.hash.includes('closed=RUS'));
  await page.evaluate((link) => { location.hash = link; }, link);
  await page.waitForFunction(() => !document.querySelector('central-asia-map').save().step);
  await settle(page);
  const again = await map.evaluate((map) => map.save());
  assert.ok(near(saved.zoom, again.zoom) && saved.center.every((value, index) => near(value, again.center[index])), JSON.stringify(again));
  const rest = ({ center, zoom, ...rest }) => rest;
  assert.deepEqual(rest(again), rest(saved));
});

test('all of the dialog is reached by Tab, Escape closes it and nothing else, and it is none of the tools', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}#step=caspian`);
  const active = () => map.evaluate((map) => map.shadowRoot.activeElement?.textContent || map.shadowRoot.activeElement?.ariaLabel);
  const button = map.getByRole('button', { name: 'Share', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = map.getByRole('dialog');
  await dialog.waitFor();
  const all = await dialog.locator('button, select, input, textarea').count();
  const reached = new Set();
  for (let key = 0; key < all + 4; key++) {
    reached.add(await map.evaluate((map) => [...map.shadowRoot.querySelectorAll('dialog.share :is(button, select, input, textarea)')].indexOf(map.shadowRoot.activeElement)));
    await page.keyboard.press('Tab');
  }
  reached.delete(-1);
  assert.equal(reached.size, all);
  await dialog.getByRole('button', { name: 'Save as SVG' }).focus();
  await page.keyboard.press('Escape');
  assert.ok(await dialog.isHidden());
  assert.equal(await map.evaluate((map) => map.save().step), 'caspian');
  await page.keyboard.press('ArrowDown');
  assert.match(await active(), /English/);
});

test('the dialog has a link, code that follows what is chosen, and gives the focus back', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  const button = map.getByRole('button', { name: 'Share', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = map.getByRole('dialog');
  await dialog.waitFor();
  assert.match(await dialog.getByLabel('Link to this view').first().inputValue(), /index\.html#.*zoom=/);
  const code = () => dialog.getByLabel('Code to embed').inputValue();
  assert.match(await code(), /^<iframe src="[^"]*embed\.html\?[^"]*center=[^"]*" width="100%" height="480"/);
  assert.match(await code(), /year=2023/);
  await dialog.getByLabel('Language').selectOption('zh');
  await dialog.getByLabel('Width × height').selectOption('360px × 640px');
  await dialog.getByRole('checkbox', { name: 'Security' }).uncheck();
  const chosen = await code();
  assert.match(chosen, /lang=zh.* width="360" height="640"/);
  assert.doesNotMatch(chosen, /security/);
  // The frame shows what was chosen.
  const address = /src="([^"]*)"/.exec(chosen)[1].replaceAll('&amp;', '&');
  const frame = await it.open(t);
  const framed = await openMap(frame, address);
  const state = await framed.evaluate((map) => map.save());
  assert.equal(state.lang, 'zh');
  assert.ok(!state.layers.includes('security') && state.layers.includes('corridors'), state.layers);
  // The driver of WebKit tells of no downloads.
  if (ENGINE !== 'webkit') {
    const downloads = Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save as SVG' }).click()]);
    assert.equal((await downloads)[0].suggestedFilename(), 'map.svg');
  }
  await page.keyboard.press('Escape');
  assert.equal(await map.evaluate((map) => map.shadowRoot.activeElement?.ariaLabel), 'Share');
});

test('the picture to save is whole where the map is far out of sight', { skip: ENGINE === 'webkit' && 'its driver tells of no downloads' }, async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  it.server.pages['tall.html'] = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tall</title><script type="module" src="central-asia-map.js"></script>
    <link rel="stylesheet" href="tall.css"><central-asia-map></central-asia-map><p></p>`;
  it.server.pages['tall.css'] = 'body { margin: 0 } central-asia-map { width: 700px; height: 400px } p { height: 9000px }';
  const map = await openMap(page, `${it.server.url}tall.html`);
  await map.getByRole('button', { name: 'Share' }).press('Enter');
  await page.evaluate(() => scrollTo(0, 8000));
  await page.waitForFunction(() => document.querySelector('central-asia-map').shadowRoot.querySelector('canvas').width < 2);
  // Handed out by a link, which tells how large it is.
  const size = await map.evaluate((map) => new Promise((resolve) => {
    HTMLAnchorElement.prototype.click = async function click() {
      const { width, height } = await createImageBitmap(await (await fetch(this.href)).blob());
      resolve([this.download, width, height]);
    };
    [...map.shadowRoot.querySelectorAll('.share button')].find(({ textContent }) => textContent === 'Save as PNG').click();
  }));
  assert.deepEqual(size, ['map.png', 700, 400]);
});

test('the dialog opens again after the map was moved within the page while it was open', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  await map.getByRole('button', { name: 'Share' }).press('Enter');
  await map.locator('dialog.share').waitFor();
  await map.evaluate((map) => document.body.append(map));
  await settle(page);
  await map.evaluate((map) => map.shadowRoot.querySelector('.sharing > button').click());
  assert.equal(await map.evaluate((map) => map.shadowRoot.querySelector('.share').matches(':modal')), true);
});

test('the language is chosen on the map', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, it.server.url);
  await map.getByLabel('Language').selectOption('ru');
  await map.getByText('Слои').waitFor();
  assert.equal(await map.evaluate((map) => map.lang), 'ru');
});

test('from right to left, all is on the other side and nothing is lost', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
  await map.evaluate((map) => map.select('KAZ'));
  await map.locator('.sheet').waitFor();
  await settle(page);
  const { width } = await map.boundingBox();
  const box = (name) => map.locator(name).boundingBox();
  const [legend, controls, sheet] = [await box('.legend'), await box('.controls'), await box('.sheet')];
  assert.ok(legend.x > width / 2 && controls.x < 60 && sheet.x < width / 2 && sheet.x >= controls.x + controls.width, JSON.stringify([legend, controls, sheet]));
  const overflow = await map.locator('.panel').evaluate((panel) => panel.scrollWidth > panel.clientWidth);
  assert.equal(overflow, false);
});

test('the full page opens without a network once it has been here', async (t) => {
  const page = await it.open(t);
  page.expect(/ERR_EMPTY_RESPONSE|ERR_INTERNET_DISCONNECTED|Failed to load|ERR_FAILED|request/);
  await openMap(page, it.server.url);
  await page.evaluate(async () => {
    const kept = async () => {
      const urls = new Set((await (await caches.open('central-asia-map')).keys()).map(({ url }) => url));
      const asked = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.startsWith(location.origin) && !name.endsWith('sw.js'));
      return asked.some((name) => name.endsWith('.wasm')) && [location.href.split('#')[0], ...asked].every((url) => urls.has(url));
    };
    while (!navigator.serviceWorker.controller || !await kept()) await new Promise((resolve) => setTimeout(resolve, 100));
  });
  it.server.net.away = true;
  t.after(() => { it.server.net.away = false; });
  const map = await openMap(page, it.server.url);
  assert.ok((await map.evaluate((map) => map.features())).length > 50);
});
