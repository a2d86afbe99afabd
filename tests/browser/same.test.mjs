// The scene in the browser is the command line's, byte for byte, in states that nobody chose.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openMap, stage } from './browser.mjs';
import { native } from './native.mjs';
import { generator } from './random.mjs';

const STATES = Number(process.env.STATES) || 40;
const SEED = Number(process.env.SEED) || 1;

const it = stage();
const read = (name) => JSON.parse(readFileSync(new URL(`../../data/${name}`, import.meta.url), 'utf8'));
const ids = (list) => list.map(({ id }) => id);

/** `count` states, each by its attributes and its size, with the ids that `features` has. */
function drawn(count, features) {
  const random = generator(SEED);
  const between = (min, max, digits) => (min + (max - min) * random()).toFixed(digits);
  const one = (list) => list[Math.floor(random() * list.length)];
  const some = (list, share) => list.filter(() => random() < share).join(' ');
  const [atlas, story] = [read('atlas.json'), read('story.json')];
  const may = {
    theme: () => one(['light', 'dark']),
    projection: () => one(['conic', 'mercator', 'equirectangular']),
    boundaries: () => one(['default', 'un', 'cn', 'in', 'pk', 'ru', 'tr', 'ua', 'us']),
    step: () => one(ids(story.steps)),
    shade: () => one(ids(story.themes)),
    year: () => between(2005, 2025, 0),
    closed: () => some(ids(atlas.routes.passages), 0.2),
    route: () => [one(hubs), one(hubs)].join(' '),
    layers: () => some(ids(atlas.layers), 0.7) || 'none',
    selected: () => one(ids(features)),
  };
  const hubs = ids(features.filter(({ layer }) => layer === 'hubs'));
  return Array.from({ length: count }, () => {
    const state = { lang: one(['en', 'ru', 'zh', 'kk', 'uz']), theme: 'light', center: `${between(46, 108, 3)},${between(31, 56, 3)}`, zoom: between(1.5, 9.5, 2) };
    for (const [name, value] of Object.entries(may)) if (random() < 0.5) state[name] = value();
    return { state, width: +between(160, 1400, 0), height: +between(256, 1000, 0) };
  });
}

test(`${STATES} states drawn by lot are the same bytes as from the command line (seed ${SEED})`, { timeout: Math.max(280_000, STATES * 5000) }, async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, `${it.server.url}index.html`);
  // All that comes after the first picture, and the details; the relief is in the other test.
  await map.evaluate((map) => map.setView({ center: [71, 41], zoom: 9 }));
  const features = await map.evaluate(async (map) => {
    await map.goTo('summit');
    return map.features();
  });
  const differing = [];
  let bytes = 0;
  for (const { state, width, height } of drawn(STATES, features)) {
    const expected = native(state, `${width}x${height}`, '--no-relief');
    const found = await page.evaluate(async ([state, width, height, expected]) => {
      const map = document.createElement('central-asia-map');
      Object.assign(map.style, { position: 'fixed', top: 0, left: 0, width: `${width}px`, height: `${height}px` });
      for (const [name, value] of Object.entries({ controls: 'none', ...state })) map.setAttribute(name, value);
      document.body.replaceChildren(map);
      await map.ready;
      let svg = '';
      // Words, features and details come when they are asked for.
      for (let tries = 0; tries < 600 && svg !== expected; tries++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        svg = map.toSVG({ relief: false });
      }
      return svg;
    }, [state, width, height, expected]);
    bytes += expected.length;
    if (found === expected) continue;
    const [ours, theirs] = [found, expected].map((text) => text.split('\n'));
    const line = ours.findIndex((line, index) => line !== theirs[index]);
    differing.push({ state, width, height, line: line + 1, browser: ours[line]?.slice(0, 300), native: theirs[line]?.slice(0, 300) });
    if (differing.length > 2) break;
  }
  assert.deepEqual(differing, []);
  assert.deepEqual((await page.mapEvents('map-error')).map(({ detail }) => detail), []);
  t.diagnostic(`${STATES} states, ${bytes} bytes`);
});
