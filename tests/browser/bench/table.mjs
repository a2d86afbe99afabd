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
  const sorted = [...numbers].sort((a, b) => a - b);
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

export function markdown(contestants, results, { date, browser, cores, rounds }) {
  const rows = [
    ['', ...contestants.map(({ title }) => title), 'must'],
    ['---', ...contestants.map(() => '--:'), '---'],
    ...table(contestants, results),
  ];
  return `# Benchmarks

Measured on ${date} in headless Chromium ${browser}, without a GPU, on ${cores} shared cores, at 1200×800 and one device pixel per CSS pixel.
Medians of ${rounds} rounds, each contestant in turn; × is the median of the ratios to the first column, round by round.
Run \`cargo xtask build\` and \`cargo xtask bench\` to repeat it: the command writes this file.

${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}

The plain page (\`tests/browser/bench/floor.js\`) reads the same GeoJSON, keeps one \`Path2D\` per layer and draws all of it in every frame, with 60 names of
towns that it places nowhere in particular. It has no relief, no search for free places, no lanes, no panel, no words for screen readers.

* *CPU per frame* is the time of all processes of the browser, from \`/proc\`, divided by the frames in which the map was moved. *Dragging* and *pinching* send
  real mouse and touch events, let go at the end, and count what comes after. *Exact* sets a view in each frame, and each is drawn whole.
* *Tasks* are those of the main thread in a trace, with \`Emulation.setCPUThrottlingRate\` at 4. In use: the same drags and pinches.
* *First map* of the element is its first complete picture; rivers, regions, towns and the relief come after it, and the plain page waits for all its files.
* The machine is shared: single numbers vary by a quarter between runs, ratios by a tenth.
`;
}
