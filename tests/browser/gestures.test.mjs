// What hands do: drag, wheel, pinch, double click, keys, buttons; and what they leave to the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINE, openMap, PHONE, settle, stage } from './browser.mjs';

const page = (attributes) => `<!doctype html><html lang="en"><meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <script type="module" src="central-asia-map.js"></script><link rel="stylesheet" href="page.css">
  <p>Before</p><central-asia-map ${attributes}></central-asia-map><p class="long">After</p>`;

const it = stage({
  pages: {
    'free.html': page('gestures="free"'),
    'article.html': page(''),
    'none.html': page('gestures="none"'),
    'page.css': 'body { margin: 0 } central-asia-map { height: 400px } .long { height: 3000px }',
  },
});

const view = (map) => map.evaluate((map) => {
  const { center, zoom } = map.save();
  return { center, zoom };
});

/** The middle of the map, in the page. */
async function middle(map) {
  const box = await map.boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

test('a drag moves the map with the pointer', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}free.html`);
  const [x, y] = await middle(map);
  const box = await map.boundingBox();
  const at = (dx, dy) => map.evaluate((map, [x, y]) => map.unproject([x, y]), [x - box.x + dx, y - box.y + dy]);
  const grabbed = await at(0, 0);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 20, { steps: 5 });
  await page.mouse.move(x + 120, y + 40, { steps: 5 });
  await page.mouse.up();
  await settle(page);
  const under = await at(120, 40);
  assert.ok(Math.abs(under[0] - grabbed[0]) < 0.05 && Math.abs(under[1] - grabbed[1]) < 0.05, `${grabbed} ${under}`);
  assert.deepEqual(await page.mapEvents('map-select'), [], 'a drag is no click');
});

test('a pointer that is lost without a word lets the map go', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}free.html`);
  const [x, y] = await middle(map);
  await map.evaluate((map) => map.addEventListener('pointerdown', (event) => {
    const surface = event.composedPath()[0];
    map.letGo = () => surface.releasePointerCapture(event.pointerId);
  }));
  const whole = await view(map);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 20, { steps: 5 });
  await settle(page);
  const dragged = await view(map);
  assert.notDeepEqual(dragged, whole, 'it was held');
  await map.evaluate((map) => map.letGo());
  await page.mouse.move(x + 120, y + 40, { steps: 5 });
  await settle(page);
  assert.deepEqual(await view(map), dragged);
  await page.mouse.up();
});

test('a pointer that could not be captured lets the map go when it is cancelled', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}free.html`);
  const [x, y] = await middle(map);
  // No browser knows a pointer that a script made up.
  const fire = (type, dx) => map.evaluate((map, [type, clientX, clientY]) => {
    map.shadowRoot.querySelector('canvas').dispatchEvent(new PointerEvent(type, { pointerId: 77, pointerType: 'touch', clientX, clientY }));
  }, [type, x + dx, y]);
  const whole = await view(map);
  await fire('pointerdown', 0);
  await fire('pointermove', 60);
  await settle(page);
  const dragged = await view(map);
  assert.notDeepEqual(dragged, whole, 'it was held');
  await fire('pointercancel', 60);
  await fire('pointermove', 120);
  await settle(page);
  assert.deepEqual(await view(map), dragged);
});

test('the wheel zooms about the pointer', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, `${it.server.url}free.html`);
  const [x, y] = await middle(map);
  const box = await map.boundingBox();
  const at = () => map.evaluate((map, [x, y]) => map.unproject([x, y]), [x + 200 - box.x, y + 50 - box.y]);
  const [before, zoom] = [await at(), (await view(map)).zoom];
  await page.mouse.move(x + 200, y + 50);
  await page.mouse.wheel(0, -240);
  await settle(page);
  const after = await at();
  assert.ok((await view(map)).zoom > zoom + 0.5);
  assert.ok(Math.abs(after[0] - before[0]) < 0.01 && Math.abs(after[1] - before[1]) < 0.01, `${before} ${after}`);
});

test('double click, keys and buttons zoom and move', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}free.html`);
  const [x, y] = await middle(map);
  let { zoom, center } = await view(map);
  const zoomed = async (by, what) => {
    for (let tries = 0; tries < 100 && (await view(map)).zoom === zoom; tries++) await settle(page);
    const now = (await view(map)).zoom;
    assert.ok(Math.abs(now - zoom - by) < 0.2, `${what}: from ${zoom} to ${now}`);
    zoom = now;
  };
  await page.mouse.dblclick(x, y);
  await zoomed(1, 'double click');
  await map.locator('canvas').focus();
  await page.keyboard.press('+');
  await zoomed(1, 'plus');
  await page.keyboard.press('-');
  await zoomed(-1, 'minus');
  await map.getByRole('button', { name: 'Zoom in' }).click();
  await zoomed(1, 'zoom in');
  await map.getByRole('button', { name: 'Zoom out' }).click();
  await zoomed(-1, 'zoom out');
  await map.locator('canvas').focus();
  await page.keyboard.press('ArrowRight');
  await settle(page);
  const east = (await view(map)).center;
  assert.ok(east[0] > center[0] + 1, `${center} ${east}`);
  await page.keyboard.press('Escape');
  await map.getByRole('button', { name: 'Show everything' }).click();
  await settle(page);
  const home = await view(map);
  assert.ok(Math.abs(home.center[0] - center[0]) < 0.01 && home.zoom < zoom);
});

test('without gestures no click, drag, wheel or double click moves the map', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}none.html`);
  const before = await view(map);
  const [x, y] = await middle(map);
  await page.mouse.dblclick(x, y);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 80, y + 20, { steps: 4 });
  await page.mouse.up();
  await page.mouse.wheel(0, -240);
  await settle(page);
  await page.waitForTimeout(500);
  assert.deepEqual(await view(map), before);
  await map.getByRole('button', { name: 'Zoom in' }).click();
  await settle(page);
  assert.notDeepEqual(await view(map), before);
});

test('a flight moves over several frames, and not at all where less motion is wanted', async (t) => {
  for (const reducedMotion of ['no-preference', 'reduce']) {
    const page = await it.open(t, { reducedMotion });
    const map = await openMap(page, `${it.server.url}free.html`);
    const frames = await map.evaluate(async (map) => {
      const seen = new Set();
      map.addEventListener('map-view', () => {});
      map.flyTo({ center: [108.9, 34.3], zoom: 6 });
      for (let frame = 0; frame < 120; frame += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        seen.add(map.save().zoom);
      }
      return { steps: seen.size, end: map.save() };
    });
    assert.ok(Math.abs(frames.end.zoom - 6) < 0.01 && Math.abs(frames.end.center[0] - 108.9) < 0.01, JSON.stringify(frames));
    if (reducedMotion === 'reduce') assert.ok(frames.steps <= 2, `${frames.steps} steps`);
    else assert.ok(frames.steps > 5, `${frames.steps} steps`);
  }
});

test('in an article the wheel scrolls the page and tells how to zoom; with Ctrl it zooms', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, `${it.server.url}article.html`);
  const [x, y] = await middle(map);
  const { zoom } = await view(map);
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, 100);
  await page.waitForFunction(() => scrollY > 50);
  assert.equal((await view(map)).zoom, zoom);
  assert.match(await map.locator('.hint').textContent(), /Ctrl/);
  await page.evaluate(() => scrollTo(0, 0));
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  await settle(page);
  assert.ok((await view(map)).zoom > zoom);
  assert.equal(await page.evaluate(() => scrollY), 0);
});

test('a tap selects, two fingers zoom, and one finger is the page’s in an article', async (t) => {
  const page = await it.open(t, { ...PHONE, reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}article.html`);
  const [x, y] = await middle(map);
  const before = await view(map);
  // The fingers that WebDriver has scroll no page in Firefox.
  if (ENGINE === 'chromium') {
    // One finger upwards: the page scrolls.
    await page.touch('touchStart', [[x, y]]);
    for (let step = 1; step <= 10; step += 1) await page.touch('touchMove', [[x, y - step * 12]]);
    await page.touch('touchEnd', []);
    await page.waitForFunction(() => scrollY > 30);
    assert.deepEqual(await view(map), before);
    // The fling has an end.
    await page.evaluate(async () => {
      for (let still = 0, last = NaN; still < 30; still = scrollY === last ? still + 1 : 0) {
        last = scrollY;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForFunction(() => scrollY === 0);
  }
  // Two fingers apart: the map zooms, the page stays.
  await page.touch('touchStart', [[x - 40, y], [x + 40, y]]);
  for (let step = 1; step <= 10; step += 1) await page.touch('touchMove', [[x - 40 - step * 5, y], [x + 40 + step * 5, y]]);
  await page.touch('touchEnd', []);
  await settle(page);
  const after = await view(map);
  assert.ok(after.zoom > before.zoom + 0.7, `${before.zoom} ${after.zoom}`);
  assert.equal(await page.evaluate(() => scrollY), 0);
  // A tap.
  await page.touchscreen.tap(x, y);
  await settle(page);
  assert.ok(await map.evaluate((map) => map.save().selected));
});

test('taps of one place go through what is stacked there', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, `${it.server.url}free.html`);
  const [x, y] = await map.evaluate((map) => {
    map.setView({ center: [76.9, 43.6], zoom: 5 });
    return map.project([80.26, 44.2]);
  });
  const seen = [];
  for (let tap = 0; tap < 3; tap += 1) {
    await map.click({ position: { x, y } });
    seen.push(await map.evaluate((map) => map.save().selected));
    await map.evaluate((map) => map.shadowRoot.querySelector('canvas').focus());
    await page.waitForTimeout(600);
  }
  assert.equal(new Set(seen).size, 3, String(seen));
});
