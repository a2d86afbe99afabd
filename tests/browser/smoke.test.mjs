// The map comes up, and a click tells something.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMap, PHONE, settle, stage } from './browser.mjs';

const it = stage();

for (const [name, view] of [['a desktop', {}], ['a telephone', PHONE]]) {
  test(`the map is drawn on ${name}, without trouble`, async (t) => {
    const page = await it.open(t, view);
    const map = await openMap(page, it.server.url);
    assert.deepEqual(await page.mapEvents('map-error'), []);
    const { width, height } = await map.boundingBox();
    assert.ok(width > 300 && height > 300, `${width}×${height}`);
    assert.ok(await colours(page, map) > 8, 'the picture is nearly of one colour');
  });
}

test('a click on a country selects it', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, it.server.url);
  const [x, y] = await map.evaluate((map) => map.project([64, 51]));
  await map.click({ position: { x, y } });
  await settle(page);
  const events = await page.mapEvents('map-select');
  assert.equal(events.at(-1)?.detail.id, 'KAZ');
});

/** How many colours a screenshot of the map has, counted in steps of 32. */
async function colours(page, map) {
  const png = (await map.screenshot()).toString('base64');
  return page.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4) seen.add((data[i] >> 5) << 6 | (data[i + 1] >> 5) << 3 | data[i + 2] >> 5);
    return seen.size;
  }, png);
}
