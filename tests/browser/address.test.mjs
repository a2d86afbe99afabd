// A state is an address and the address is the state, for any state; what is no address of ours is no state.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { query } from '../../web/address.js';
import { PAYLOADS } from './payloads.mjs';
import { generator } from './random.mjs';

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
      if (value === null || value === undefined) assert.equal(back.get(name), null, name);
      else if (name === 'center') back.get(name).split(',').forEach((part, at) => assert.ok(Math.abs(Number(part) - value[at]) <= 6e-6));
      else if (typeof value === 'number') assert.ok(Math.abs(Number(back.get(name)) - value) <= 6e-6, `${name} ${value}`);
      else assert.equal(back.get(name), value, name);
    }
  }
});
