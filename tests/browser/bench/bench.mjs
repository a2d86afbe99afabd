// The map beside other ways to draw the same, in one browser, in turn: node bench.mjs [--rounds N] [--only measure,…]
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { launch } from '../browser.mjs';
import { DIST, serve } from '../server.mjs';
import * as measure from './measures.mjs';
import { markdown, print } from './table.mjs';

const HERE = new URL('./', import.meta.url);
const ROOT = new URL('../../../', HERE);
const REPORT = fileURLToPath(new URL('docs/benchmarks.md', ROOT));
const VIEW = { viewport: { width: 1200, height: 800 }, deviceScaleFactor: 1, hasTouch: true, reducedMotion: 'no-preference' };

/** Who takes part: the first is the measure of the others. Each is a page under `bench/` that sets `window.bench`. */
const CONTESTANTS = [
  { id: 'floor', title: 'plain page, cached `Path2D`', page: 'floor.html', code: () => weigh(HERE, ['floor.js']) },
  { id: 'map', title: '`<central-asia-map>`', page: 'map.html', code: () => weighDist() },
];

/** What is measured; each gives numbers by key for one page. */
const MEASURES = {
  start: async (open) => {
    const { page, close } = await open();
    const first = await page.evaluate(() => window.bench.first);
    const all = await page.evaluate(() => window.bench.all());
    await close();
    return { first, all };
  },
  'slow-start': async (open, browser) => {
    const { page, url, close } = await open({ stay: true });
    const tasks = await measure.slowed(page, () => measure.tasks(browser, page, async () => {
      await page.goto(url);
      await page.evaluate(() => window.bench.first);
      await sleep(2500);
    }));
    await close();
    return { startTask: tasks[0], startOver50: tasks.filter((ms) => ms > 50).length };
  },
  'slow-use': async (open, browser) => {
    const { page, close } = await open();
    await page.evaluate(() => window.bench.first);
    await sleep(2000);
    await measure.home(page);
    const tasks = await measure.slowed(page, () => measure.tasks(browser, page, async () => {
      await measure.drags(page);
      await measure.pinches(page);
      await sleep(300);
    }));
    await close();
    return { useTask: tasks[0], useOver16: tasks.filter((ms) => ms > 16).length };
  },
  cpu: async (open) => {
    const { page, close } = await open();
    await page.evaluate(() => window.bench.first);
    await sleep(2000);
    const numbers = {
      drag: await measure.dragCpu(page),
      pinch: await measure.pinchCpu(page),
      pan: await measure.panCpu(page),
      zoom: await measure.zoomCpu(page),
    };
    await close();
    return numbers;
  },
  pick: async (open) => {
    const { page, close } = await open();
    await page.evaluate(() => window.bench.first);
    await sleep(1500);
    const { mean, worst } = await measure.pick(page);
    await close();
    return { pick: mean, pickWorst: worst };
  },
  memory: async (open) => {
    const { page, close } = await open();
    await page.evaluate(() => window.bench.first);
    await sleep(1500);
    const memory = await measure.memory(page);
    await close();
    return { memory };
  },
};

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, only: { type: 'string' }, 'no-report': { type: 'boolean' } },
});
const rounds = Number(options.rounds);
const names = options.only?.split(',') ?? Object.keys(MEASURES);
for (const name of names) {
  if (!MEASURES[name]) throw new Error(`there is no measure ${name}; there are ${Object.keys(MEASURES).join(', ')}`);
}

const server = await serve({
  pages: pages(),
  // Memory is told only to pages that nobody else has a part in.
  headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
});
const browser = await launch(['--enable-blink-features=ForceEagerMeasureMemory']);
/** By contestant: by key: one number for each round. */
const results = Object.fromEntries(CONTESTANTS.map(({ id, code }) => [id, { code: [code()] }]));
try {
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      for (const contestant of CONTESTANTS) {
        const numbers = await MEASURES[name]((how) => open(contestant, how), browser);
        const kept = results[contestant.id];
        for (const [key, number] of Object.entries(numbers)) (kept[key] ??= []).push(number);
        const told = Object.entries(numbers).map(([key, number]) => `${key} ${number.toFixed(1)}`);
        console.log(`round ${round + 1}/${rounds}  ${contestant.id.padEnd(8)} ${told.join('  ')}`);
      }
    }
  }
} finally {
  await browser.close();
  await server.close();
}

const facts = {
  date: new Date().toISOString().slice(0, 10),
  browser: browser.version(),
  cores: cpus().length,
  rounds,
};
print(CONTESTANTS, results);
if (!options['no-report'] && !options.only) {
  writeFileSync(REPORT, markdown(CONTESTANTS, results, facts));
  console.log(`\nwritten to ${REPORT}`);
}

/** A new page of its own profile; `stay`: not gone anywhere yet. */
async function open({ page: name }, { stay = false } = {}) {
  const context = await browser.newContext(VIEW);
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`  exception: ${error}`));
  const url = `${server.url}bench/${name}`;
  if (!stay) await page.goto(url);
  return { page, url, close: () => context.close() };
}

/** The pages of the contestants, and the atlas's sources for those that read them. */
function pages() {
  const read = (folder, under, wanted) => Object.fromEntries(readdirSync(folder)
    .filter((name) => wanted.test(name))
    .map((name) => [under + name, readFileSync(new URL(name, folder))]));
  return {
    ...read(HERE, 'bench/', /\.(html|css|js)$/),
    ...read(new URL('data/', ROOT), 'bench/sources/', /^atlas\.json$|\.geojson$/),
  };
}

/** Files as brotli, KB. */
function weigh(folder, names) {
  return names.reduce((sum, name) => sum + brotliCompressSync(readFileSync(new URL(name, folder))).length, 0) / 1000;
}

/** The element's code in dist/, as it was compressed there, KB. */
function weighDist() {
  const files = readdirSync(DIST, { recursive: true });
  const code = files.filter((name) => /\.(wasm|js|css)\.br$/.test(name) && !/^examples|^index\.css/.test(name));
  return code.reduce((sum, name) => sum + statSync(DIST + name).size, 0) / 1000;
}
