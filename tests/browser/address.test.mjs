// A state is an address and the address is the state, for any state; what is no address of ours is no state.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { query } from '../../web/address.js';
import { openMap, stage } from './browser.mjs';
import { PAYLOADS } from './payloads.mjs';
import { generator } from './random.mjs';

const it = stage();

test('any state comes back from its address', () => {
  const random = generator(7);
  const one = (list) => list[Math.floor(random() * list.length)];
  const text = () => one([...PAYLOADS, 'base corridors', 'KAZ', 'Хоргос', '霍尔果斯', '&=#?%+,;', 'a b  c', '']).toWellFormed();
  for (let round = 0; round < 3000; round++) {
    const state = {
      layers: text(), selected: one([null, text()]), center: [random() * 360 - 180, random() * 180 - 90], zoom: random() * 20 - 4,
      year: Math.floor(random() * 200) + 1900, lang: text(), step: one([undefined, null, text()]), [text() || 'x']: text(),
    };
    const address = new URL(`https://example.org/#${query(state)}`);
    const back = new URLSearchParams(address.hash.slice(1));
    for (const [name, value] of Object.entries(state)) {
      // What the reader took away from a step is told as nothing.
      if (name === 'selected' && value === null && state.step) assert.equal(back.get(name), '');
      else if (value === null || value === undefined) assert.equal(back.get(name), null, name);
      else if (name === 'center') back.get(name).split(',').forEach((part, at) => assert.ok(Math.abs(Number(part) - value[at]) <= 6e-6));
      else if (typeof value === 'number') assert.ok(Math.abs(Number(back.get(name)) - value) <= 6e-6, `${name} ${value}`);
      else assert.equal(back.get(name), value, name);
    }
  }
});

test('addresses of any shape leave the full page in a state that can be', async (t) => {
  const random = generator(5);
  const some = (list, most) => Array.from({ length: random() * most }, () => list[Math.floor(random() * list.length)]).join('');
  const NAMES = ['lang', 'layers', 'selected', 'center', 'zoom', 'step', 'shade', 'year', 'theme', 'projection', 'controls', 'boundaries', 'closed', 'route', 'bounds', 'src', '__proto__'];
  const PARTS = ['=', '&', '%', '%00', '%E4', '%zz', '#', '+', ',', ' ', '-', '1e999', 'NaN', '70', '41.5', 'KAZ', 'ru', 'mercator', 'caspian', 'russia', 'none', '\u{1F5FA}', '<b>'];
  const addresses = Array.from({ length: 300 }, () => {
    return random() < 0.3 ? some([...NAMES, ...PARTS], 20) : Array.from({ length: random() * 6 }, () => `${some(NAMES, 2)}=${some(PARTS, 5)}`).join('&');
  });
  const page = await it.open(t, { reducedMotion: 'reduce', viewport: { width: 640, height: 420 } });
  const map = await openMap(page, `${it.server.url}index.html#${addresses[0]}`);
  await page.evaluate(async (addresses) => {
    for (const [turn, address] of addresses.entries()) {
      const heard = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
      // The page writes its own state there between two of them, and an address that is the one before tells nothing.
      location.hash = `#${address}&turn=${turn}`;
      await heard;
    }
  }, addresses);
  const { center, zoom, year } = await map.evaluate((map) => map.save());
  assert.ok([...center, zoom, year].every(Number.isFinite), JSON.stringify({ center, zoom, year }));
  assert.deepEqual((await page.mapEvents('map-error')).filter(({ detail }) => detail.code !== 'bad-attribute'), []);
  assert.equal(await map.evaluate((map) => map.src), null);
  assert.equal(await map.evaluate((map) => map.shadowRoot.querySelectorAll('.map').length), 1);
});
