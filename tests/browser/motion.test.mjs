// What a moving map shows: never less than the map, and the exact picture when it has come to rest.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMap, settle, stage } from './browser.mjs';

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="page.css">
  <script type="module" src="central-asia-map.js"></script>
  <central-asia-map gestures="free" controls="none" center="70,43" zoom="4"></central-asia-map>`;

const it = stage({ pages: { 'moving.html': page, 'page.css': 'body { margin: 0 } central-asia-map { height: 600px }' } });

/** Keeps the picture in the page as `window[name]`, at once or once it has been the same for a while. */
const keep = (map, name, calm) => map.evaluate(async (map, [name, calm]) => {
  const canvas = map.shadowRoot.querySelector('canvas');
  const read = () => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let picture = read();
  for (let same = calm ? 0 : 4; same < 4;) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    const next = read();
    same = picture.every((value, index) => value === next[index]) ? same + 1 : 0;
    picture = next;
  }
  window[name] = picture;
}, [name, calm]);

/** The share of pixels that differ by much, in the whole picture and in its outermost 40 pixels. */
const differing = (page, one, other) => page.evaluate(([one, other]) => {
  const canvas = document.querySelector('central-asia-map').shadowRoot.querySelector('canvas');
  const { width, height } = canvas;
  const [a, b] = [window[one], window[other]];
  let [all, edge, edges] = [0, 0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const far = Math.max(...[0, 1, 2].map((part) => Math.abs(a[at + part] - b[at + part]))) > 48;
      const outer = x < 40 || y < 40 || x >= width - 40 || y >= height - 40;
      all += far;
      edge += far && outer;
      edges += outer;
    }
  }
  return { all: all / (width * height), edge: edge / edges };
}, [one, other]);

/** A new map in the state that the present one is in. */
const anew = (map) => map.evaluate(async (map) => {
  const fresh = map.cloneNode();
  for (const [name, value] of Object.entries(map.save())) if (value !== null) fresh.setAttribute(name, [value].flat().join());
  map.replaceWith(fresh);
  await fresh.ready;
});

test('a map that was dragged and zoomed comes to rest as one that was there from the start', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, `${it.server.url}moving.html`);
  // With all that comes later, and a sheet beneath the hand.
  await keep(map, 'start', true);
  await page.mouse.move(500, 300);
  await page.mouse.down();
  for (let step = 1; step <= 30; step += 1) await page.mouse.move(500 - step * 9, 300 + step * 4);
  await page.mouse.up();
  for (let turn = 0; turn < 6; turn += 1) await page.mouse.wheel(0, -60);
  await keep(map, 'rested', true);
  // A picture that is drawn at once, since fonts have come, is the same.
  await page.evaluate(() => document.fonts.dispatchEvent(new Event('loadingdone')));
  await settle(page);
  await keep(map, 'direct', false);
  await anew(map);
  await keep(map, 'fresh', true);
  const [moved, rest] = [await differing(page, 'start', 'rested'), await differing(page, 'rested', 'fresh')];
  assert.ok(moved.all > 0.02, 'the map has moved');
  assert.ok(rest.all < 0.002, JSON.stringify(rest));
  const direct = await differing(page, 'rested', 'direct');
  assert.ok(direct.edge < 0.001 && direct.all < 0.001, JSON.stringify(direct));
});

test('a dragged map has no blank edge', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}moving.html`);
  await keep(map, 'start', true);
  await page.mouse.move(620, 300);
  await page.mouse.down();
  const worst = [];
  for (let step = 1; step <= 40; step += 1) {
    await page.mouse.move(620 - step * 12, 300 - step * 3);
    if (step % 10) continue;
    // The browser keeps moves for the next frame; the picture is that of the one after it, before the map has come to rest.
    await settle(page);
    await keep(map, `step${step}`, false);
    worst.push([step, await map.evaluate((map) => map.save())]);
  }
  await page.mouse.up();
  for (const [step, { center, zoom }] of worst) {
    await map.evaluate((map, view) => map.setView(view), { center, zoom });
    await keep(map, 'exact', true);
    const { all, edge } = await differing(page, `step${step}`, 'exact');
    // Names at the edge come when the map rests; land, sea and lines are there.
    assert.ok(edge < 0.05 && all < 0.05, `${step}: ${edge} ${all}`);
  }
});

test('a hand that moves the map changes nothing around it until the map rests', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, `${it.server.url}moving.html`);
  await keep(map, 'start', true);
  const seen = await map.evaluate(async (map) => {
    const canvas = map.shadowRoot.querySelector('canvas');
    const hand = (type, step) => canvas.dispatchEvent(new PointerEvent(type, {
      pointerId: 1, pointerType: 'mouse', isPrimary: true, buttons: 1, clientX: 620 - step * 12, clientY: 300 - step * 3, bubbles: true,
    }));
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const [views, changed] = [[], []];
    hand('pointerdown', 0);
    await frame();
    map.addEventListener('map-view', () => views.push(performance.now()));
    const observer = new MutationObserver((records) => {
      for (const { target, type, attributeName, oldValue } of records) {
        if (type === 'attributes' && target.getAttribute(attributeName) === oldValue) continue;
        changed.push({ what: `${type} of ${target.className || target.nodeName}`, after: performance.now() - (views.at(-1) ?? 0) });
      }
    });
    observer.observe(map.shadowRoot, { subtree: true, childList: true, characterData: true, attributes: true, attributeOldValue: true });
    for (let step = 1; step <= 20; step += 1) {
      hand('pointermove', step);
      await frame();
    }
    hand('pointerup', 20);
    // The note on boundaries in view is that of where it came to rest.
    for (const end = performance.now() + 10_000; !changed.length && performance.now() < end;) await frame();
    observer.disconnect();
    return { views: views.length, changed };
  });
  assert.ok(seen.views > 4, 'the page is told of the views on the way');
  assert.ok(seen.changed.length > 0, 'the note on boundaries follows');
  // However slow the frames are: nothing but the rest after a view brings a change.
  assert.deepEqual(seen.changed.filter(({ after }) => after < 80), []);
});
