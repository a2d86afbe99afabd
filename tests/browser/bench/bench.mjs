// The map beside other ways to draw the same, in one browser, in turn: node bench.mjs [--rounds N] [--input name] [--only measure,…] [--of contestant,…]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { launch } from '../browser.mjs';
import { DIST, serve } from '../server.mjs';
import { bundle } from './bundles.mjs';
import { INPUTS } from './inputs.mjs';
import * as measure from './measures.mjs';
import { print, report } from './table.mjs';

const HERE = new URL('./', import.meta.url);
const ROOT = new URL('../../../', HERE);
const REPORT = fileURLToPath(new URL('docs/benchmarks.md', ROOT));
/** What each drew, to be looked at: nothing may be missing. */
const PICTURES = fileURLToPath(new URL('../out/bench/', HERE));
/** The address of a large input, beside the pages; `large.js` knows it too. */
const LARGE = 'large.geojson';
const VIEW = { viewport: { width: 1200, height: 800 }, deviceScaleFactor: 1, hasTouch: true, reducedMotion: 'no-preference' };

/** The libraries, each a script under `bench/peers/` that is bundled into a page. */
const PEERS = { leaflet: 'Leaflet', openlayers: 'OpenLayers', d3: 'D3', maplibre: 'MapLibre GL', echarts: 'ECharts' };
/** Who draws by WebGL: where that is computed, one gesture takes minutes. */
const BY_GPU = ['maplibre'];
const bundles = Object.fromEntries(await Promise.all(Object.keys(PEERS).map(async (id) => [id, await bundle(id)])));

/** Who takes part: the first is the measure of the others. Each is a page that sets `window.bench`. */
const CONTESTANTS = [
  { id: 'floor', title: 'plain page, cached `Path2D`', code: weigh(HERE, ['floor.js', 'large.js']) },
  { id: 'map', title: '`<central-asia-map>`', code: weighDist() },
  ...Object.entries(PEERS).map(([id, title]) => ({ id, title, code: bundles[id].size })),
];

/** How long one measure may take, milliseconds. */
const LONGEST = 300e3;

/** What is measured; each gives numbers by key for one page. */
const MEASURES = {
  start: async (open, _, { id }) => {
    const { page, close } = await open();
    const first = await page.evaluate(() => window.bench.first);
    const all = large ? {} : { all: await page.evaluate(() => window.bench.all()) };
    await sleep(500);
    await page.screenshot({ path: `${PICTURES}${input}-${id}.png` });
    await close();
    return { first, ...all };
  },
  parse: async (open) => {
    const { page, close } = await open();
    await page.evaluate(() => window.bench.first);
    const parse = await measure.parse(page, LARGE);
    await close();
    return { parse };
  },
  'load-tasks': async (open, browser) => {
    const { page, url, close } = await open({ stay: true });
    const tasks = await measure.tasks(browser, page, async () => {
      await page.goto(url);
      await page.evaluate(() => window.bench.first);
      await sleep(1000);
    });
    await close();
    return { loadTask: tasks[0] };
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
  cpu: async (open, _, { id }) => {
    const { page, close } = await open();
    await page.evaluate(() => window.bench.first);
    await sleep(2000);
    const numbers = {
      ...(!BY_GPU.includes(id) && { drag: await measure.dragCpu(page), pinch: await measure.pinchCpu(page) }),
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

/** What is measured of the article's data, and of large inputs. */
const SMALL = ['start', 'slow-start', 'slow-use', 'cpu', 'pick', 'memory'];
const OF_LARGE = ['start', 'parse', 'load-tasks', 'cpu', 'pick', 'memory'];

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    input: { type: 'string', default: 'article' },
    only: { type: 'string' },
    of: { type: 'string' },
    'no-report': { type: 'boolean' },
  },
});
const rounds = Number(options.rounds);
if (!(rounds >= 1)) throw new Error('--rounds wants a number from 1 on');
const { input } = options;
if (!INPUTS[input]) throw new Error(`there is no input ${input}; there are ${Object.keys(INPUTS).join(', ')}`);
const large = INPUTS[input].geojson();
const possible = large ? OF_LARGE : SMALL;
const names = options.only?.split(',') ?? possible;
for (const name of names) {
  if (!possible.includes(name)) throw new Error(`there is no measure ${name} of ${input}; there are ${possible.join(', ')}`);
}
/** Who alone has part in a measure: others have no such thing, or take too long. */
const ALONE = { 'slow-use': ['floor', 'map'], parse: ['floor'], pick: large ? ['map'] : ['floor', 'map'] };
const known = CONTESTANTS.map(({ id }) => id);
const wanted = options.of?.split(',') ?? known;
for (const id of wanted) {
  if (!known.includes(id)) throw new Error(`there is no contestant ${id}; there are ${known.join(', ')}`);
}
const contestants = CONTESTANTS.filter(({ id }, index) => index === 0 || wanted.includes(id));

const server = await serve({
  pages: pages(),
  // Memory is told only to pages that nobody else has a part in.
  headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
});
// MapLibre GL needs WebGL, which is computed here too.
const browser = await launch(['--enable-blink-features=ForceEagerMeasureMemory', '--enable-unsafe-swiftshader']);
/** By contestant: by key: one number for each round. */
const results = Object.fromEntries(contestants.map(({ id, code }) => [id, { code: [code] }]));
try {
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      for (const contestant of contestants) {
        if (ALONE[name]?.includes(contestant.id) === false) continue;
        const numbers = await tried(`${contestant.id}: ${name}`, MEASURES[name]((how) => open(contestant, how), browser, contestant));
        const kept = results[contestant.id];
        for (const [key, number] of Object.entries(numbers)) (kept[key] ??= [])[round] = number;
        const told = Object.entries(numbers).map(([key, number]) => `${key} ${number.toFixed(1)}`);
        console.log(`round ${round + 1}/${rounds}  ${contestant.id.padEnd(10)} ${told.join('  ')}`);
      }
    }
    // After each round: a run that is cut short leaves what it has.
    tell(round + 1);
  }
} finally {
  await browser.close();
  await server.close();
}

/** The table of so many rounds. */
function tell(rounds) {
  print(input, contestants, results);
  if (options['no-report'] || options.only || options.of) return;
  const { dependencies } = JSON.parse(readFileSync(new URL('peers/package.json', HERE), 'utf8'));
  const facts = {
    date: new Date().toISOString().slice(0, 10),
    browser: browser.version(),
    cores: cpus().length,
    rounds,
    bytes: large?.length,
    peers: Object.entries(dependencies).map(([name, version]) => `${name} ${version}`).join(', '),
  };
  writeFileSync(REPORT, report(readFileSync(REPORT, 'utf8'), input, contestants, results, facts));
  console.log(`\nwritten to ${REPORT}`);
}

/** What a measure found; nothing where it fails, or lasts too long: that stays open in the table. */
async function tried(what, measuring) {
  const timer = new AbortController();
  const late = sleep(LONGEST, undefined, { signal: timer.signal }).then(() => { throw new Error(`not done in ${LONGEST} ms`); });
  late.catch(() => {});
  try {
    return await Promise.race([measuring, late]);
  } catch (error) {
    console.error(`  ${what} failed: ${error.message}`);
    process.exitCode = 1;
    await browser.stopTracing().catch(() => {});
    await Promise.all(browser.contexts().map((context) => context.close()));
    return {};
  } finally {
    timer.abort();
    measuring.catch(() => {});
  }
}

/** A new page of its own profile; `stay`: not gone anywhere yet. */
async function open({ id }, { stay = false } = {}) {
  const context = await browser.newContext(VIEW);
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`  exception: ${error}`));
  const url = `${server.url}bench/${id}.html${large ? '?large' : ''}`;
  if (!stay) await page.goto(url);
  return { page, url, close: () => context.close() };
}

/** The pages of the contestants, and the atlas's sources for those that read them. */
function pages() {
  const read = (folder, under, wanted) => Object.fromEntries(readdirSync(folder)
    .filter((name) => wanted.test(name))
    .map((name) => [under + name, readFileSync(new URL(name, folder))]));
  const peer = readFileSync(new URL('peer.html', HERE), 'utf8');
  const ofPeers = Object.entries(bundles).flatMap(([id, { files }]) => [
    [`bench/${id}.html`, peer.replaceAll('PEER', id)],
    ...Object.entries(files).map(([name, bytes]) => [`bench/peers/${name}`, bytes]),
  ]);
  return {
    ...read(HERE, 'bench/', /^(floor|map|bench|large)\.(html|css|js)$/),
    ...Object.fromEntries(ofPeers),
    ...read(new URL('data/', ROOT), 'bench/sources/', /^atlas\.json$|\.geojson$/),
    ...(large && { [`bench/${LARGE}`]: large }),
  };
}

/** Files as brotli, KB. */
function weigh(folder, names) {
  return names.reduce((sum, name) => sum + brotliCompressSync(readFileSync(new URL(name, folder))).length, 0) / 1000;
}

/** The element's code in dist/, KB. */
function weighDist() {
  const code = readdirSync(DIST, { recursive: true }).filter((name) => /\.(wasm|js|css)$/.test(name) && !/^examples|^package|^index\.css/.test(name));
  return weigh(pathToFileURL(DIST), code);
}
