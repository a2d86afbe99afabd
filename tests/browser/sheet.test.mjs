// The sheet: at the side of a wide map, at the bottom of a phone, where it stops at three heights.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMap, PHONE, rest, settle, stage } from './browser.mjs';

const it = stage();

const heightOf = async (map) => (await map.locator('.sheet').boundingBox()).height / (await map.boundingBox()).height;

test('on a phone the sheet stops at three heights: by pressing, by keys, by dragging', async (t) => {
  const page = await it.open(t, { ...PHONE, reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  await map.evaluate((map) => map.select('KAZ'));
  const grip = map.getByRole('button', { name: 'Make the sheet higher or lower' });
  await grip.waitFor();
  const half = await heightOf(map);
  assert.ok(half > 0.4 && half < 0.6, `half is ${half}`);
  await grip.tap();
  assert.ok(await heightOf(map) > 0.9, 'full');
  await grip.tap();
  assert.ok(await heightOf(map) < 0.25, 'peek');
  await grip.focus();
  await page.keyboard.press('ArrowUp');
  assert.equal(await heightOf(map), half);
  await page.keyboard.press('ArrowUp');
  assert.ok(await heightOf(map) > 0.9);
  // A finger draws it down.
  const box = await grip.boundingBox();
  const touch = (type, y) => page.touch(type, y === undefined ? [] : [[box.x + box.width / 2, y]]);
  await touch('touchStart', box.y + 10);
  for (let y = 50; y <= 400; y += 50) await touch('touchMove', box.y + y);
  await touch('touchEnd');
  await settle(page);
  assert.equal(await heightOf(map), half);
  // A drag by a finger ends without a click: the next press is one.
  await grip.press('Enter');
  assert.ok(await heightOf(map) > 0.9, 'full by Enter');
  await map.getByRole('button', { name: 'Close' }).focus();
  await page.keyboard.press('Enter');
  await map.locator('.sheet').waitFor({ state: 'hidden' });
});

test('under a low sheet the story keeps clear of its card', async (t) => {
  const page = await it.open(t, { ...PHONE, reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  const view = () => map.evaluate((map) => ({ center: map.save().center, zoom: map.save().zoom }));
  await map.evaluate((map) => map.goTo('caspian'));
  await map.locator('.tool.story').waitFor();
  await rest(page);
  const told = await view();
  await map.evaluate((map) => map.select('KAZ'));
  const grip = map.getByRole('button', { name: 'Make the sheet higher or lower' });
  await grip.tap();
  await grip.tap();
  assert.ok(await heightOf(map) < 0.25, 'peek');
  await rest(page);
  assert.deepEqual(await view(), told);
});

test('on a desktop the sheet stands at the side and covers neither buttons nor legend', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  await map.evaluate((map) => map.select('KAZ'));
  const boxes = await Promise.all(['.sheet', '.controls', '.legend'].map((name) => map.locator(name).boundingBox()));
  const apart = (a, b) => a.x + a.width <= b.x || b.x + b.width <= a.x;
  assert.ok(apart(boxes[0], boxes[1]) && apart(boxes[0], boxes[2]), JSON.stringify(boxes));
});
