// Medians, ratios, and the table of them.

/** Rows: key, what it is, digits, and what product.md holds it to, as a limit of the number or of its ratio to the first. */
const ROWS = [
  { key: 'code', title: 'code, KB brotli', digits: 0 },
  { key: 'first', title: 'navigation → first map, ms', digits: 0 },
  { key: 'all', title: 'navigation → all that comes after it, ms', digits: 0 },
  { key: 'startTask', title: 'longest task at start, CPU 4× slower, ms', digits: 0, most: 100 },
  { key: 'startOver50', title: 'tasks over 50 ms at start, CPU 4× slower', digits: 0 },
  { key: 'useTask', title: 'longest task in use, CPU 4× slower, ms', digits: 1, most: 16 },
  { key: 'useOver16', title: 'tasks over 16 ms in use, CPU 4× slower', digits: 0 },
  { key: 'drag', title: 'CPU per frame, dragging, ms', digits: 1, ratio: 0.5 },
  { key: 'pinch', title: 'CPU per frame, pinching, ms', digits: 1, ratio: 0.5 },
  { key: 'pan', title: 'CPU per frame, exact pan, ms', digits: 1, ratio: 0.55 },
  { key: 'zoom', title: 'CPU per frame, exact zoom, ms', digits: 1, ratio: 1 },
  { key: 'pick', title: 'pick, mean, µs', digits: 0 },
  { key: 'pickWorst', title: 'pick, 99th percentile of tens, µs', digits: 0, most: 200 },
  { key: 'memory', title: 'memory of the page, MB', digits: 1 },
];

function median(numbers) {
  // A round that failed has none.
  const sorted = numbers.filter(Number.isFinite).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Cells of a row: the median of each, and for all but the first the median of the ratios, round by round. */
function cells({ key, digits }, contestants, results) {
  const first = results[contestants[0].id][key];
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

function verdict({ most, ratio }, cell) {
  if (most === undefined && ratio === undefined) return '';
  const limit = most === undefined ? `≤ ${ratio}×` : `≤ ${most}`;
  const holds = most === undefined ? cell.ratio <= ratio : cell.value <= most;
  return `${limit}: ${holds ? 'holds' : '**behind**'}`;
}

function table(contestants, results) {
  const measured = ROWS.filter(({ key }) => contestants.some(({ id }) => results[id][key]?.length));
  return measured.map((row) => {
    const found = cells(row, contestants, results);
    const ours = found[contestants.findIndex(({ id }) => id === 'map')];
    return [row.title, ...found.map(({ text }) => text), verdict(row, ours)];
  });
}

export function print(contestants, results) {
  const rows = [['', ...contestants.map(({ id }) => id), ''], ...table(contestants, results)];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  console.log();
  for (const row of rows) console.log(row.map((text, column) => text[column ? 'padStart' : 'padEnd'](widths[column])).join('  '));
}

/** A sentence for each row in which somebody else is ahead of the map. */
function ahead(contestants, results) {
  const told = ROWS.flatMap(({ key, title, digits }) => {
    const of = (id) => (results[id][key]?.length ? median(results[id][key]) : Infinity);
    const ours = of('map');
    const best = contestants.filter(({ id }) => id !== 'map' && of(id) < ours).sort((a, b) => of(a.id) - of(b.id));
    const others = best.map(({ id, title }) => `${title} ${of(id).toFixed(digits)}`).join(', ');
    return best.length ? [`* ${title}: the map ${ours.toFixed(digits)}; ${others}`] : [];
  });
  return told.length ? told.join('\n') : '* nowhere';
}

export function markdown(contestants, results, { date, browser, cores, rounds, peers }) {
  const rows = [
    ['', ...contestants.map(({ title }) => title), 'must'],
    ['---', ...contestants.map(() => '--:'), '---'],
    ...table(contestants, results),
  ];
  return `# Benchmarks

Measured on ${date} in headless Chromium ${browser}, without a GPU, on ${cores} shared cores, at 1200×800 and one device pixel per CSS pixel.
${rounds === 1 ? 'One round' : `Medians of ${rounds} rounds`}, each contestant in turn; × is the median of the ratios to the first column, round by round.
Run \`cargo xtask build\` and \`cargo xtask bench\` to repeat it: the command writes this file.

${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}

## Where others are ahead

${ahead(contestants, results)}

## What is compared

Everyone draws the article's areas, lines, marks and 60 names of towns: the map from its packed atlas, all others from the GeoJSON that it is made of. Only
the map has relief, a search for free places, lanes, a panel and words for screen readers, and draws more names.

* The plain page (\`tests/browser/bench/floor.js\`) keeps one \`Path2D\` per layer and draws all of it in every frame.
* The libraries (${peers})
  are used plainly, by a page of some dozen lines each in \`tests/browser/bench/peers/\`, bundled and made small by esbuild. Leaflet draws on its canvas, with
  its tooltips for names, and moves what it has drawn while a hand drags, as the map does. D3 projects and draws everything in every frame.
* MapLibre GL is made for a GPU; here WebGL is computed by the processor, so slow that its gestures are left out. With a GPU it would stand far better
  in every time of this table.

## What the rows are

* *Code* is JavaScript, WebAssembly and styles, without data. That of the map includes its panel, legend, search, story and texts of the interface in JavaScript.
* *CPU per frame* is the time of all processes of the browser, from \`/proc\`, divided by the frames in which the map was moved. *Dragging* and *pinching* send
  real mouse and touch events, let go at the end, and count what comes after. *Exact* sets a view in each frame; OpenLayers and MapLibre GL may draw it later.
* *Tasks* are those of the main thread in a trace, with \`Emulation.setCPUThrottlingRate\` at 4. In use: the same drags and pinches. Work in workers is no task.
* *First map* of the element is its first complete picture; rivers, regions, towns and the relief come after it, and all others wait for all their files.
* *Memory* is what \`performance.measureUserAgentSpecificMemory()\` says: JavaScript, WebAssembly and the document, not what a GPU would hold.
* The machine is shared: single numbers vary by a quarter between runs, ratios by a tenth.
`;
}
