// The WebAssembly is sent in parts, and the page makes it whole; that it is the same to the byte, each build sees to.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { together } from '../../web/together.js';
import { openMap, stage } from './browser.mjs';
import { generator } from './random.mjs';
import { DIST } from './server.mjs';

const it = stage();
const WASM = 'pkg/central_asia_map_bg.wasm';
const sent = new WebAssembly.Module(readFileSync(DIST + WASM));
const parts = new Uint8Array(WebAssembly.Module.customSections(sent, 'parts')[0]);

test('a map runs on the module that is not in parts, too', async (t) => {
  const page = await it.open(t);
  it.server.faults[WASM] = { body: Buffer.from(together(parts)) };
  try {
    await openMap(page, it.server.url);
  } finally {
    delete it.server.faults[WASM];
  }
});

test('parts that were cut or altered make an error or another module, and come to an end', () => {
  const draw = generator(7);
  const outcomes = { made: 0, refused: 0 };
  for (let round = 0; round < 300; round++) {
    const broken = parts.slice(0, round % 3 ? undefined : draw() * parts.length);
    // Half of it in the table at the beginning.
    for (let left = 3; left--;) broken[Math.floor(draw() * (round % 2 ? 200 : broken.length))] = draw() * 256;
    try {
      together(broken);
      outcomes.made++;
    } catch {
      outcomes.refused++;
    }
  }
  assert.ok(outcomes.made && outcomes.refused, JSON.stringify(outcomes));
});
