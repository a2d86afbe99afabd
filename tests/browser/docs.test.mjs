// The documentation says what the code does: attributes, members, events, parts, properties and codes are the same in both.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openMap, stage } from './browser.mjs';
import { DIST } from './server.mjs';

const ROOT = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, ROOT), 'utf8');
const scripts = () => readdirSync(new URL('web/', ROOT), { recursive: true }).filter((name) => name.endsWith('.js')).map((name) => read(`web/${name}`)).join('\n');
const unique = (list) => [...new Set(list)].sort();
const all = (text, pattern) => unique([...text.matchAll(pattern)].map(([, found]) => found));

/** The first cells of the tables below a heading of a document, the names in backquotes one by one. */
function documented(path, heading) {
  const section = read(path).split(/^## /m).find((section) => section.startsWith(`${heading}\n`));
  assert.ok(section, `${path} has no ## ${heading}`);
  const cells = [...section.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell]) => cell);
  return unique(cells.flatMap((cell) => [...cell.matchAll(/`([^`(]+)[^`]*`/g)].map(([, name]) => name)));
}

/** The names of `prototype`'s members that pages may use. */
const REACTIONS = ['constructor', 'connectedCallback', 'disconnectedCallback', 'connectedMoveCallback', 'adoptedCallback', 'attributeChangedCallback'];
const EMBEDDING = 'docs/embedding.md';

const it = stage();

test('every code of an error is in the list of troubles, and no other', () => {
  const source = scripts();
  const kinds = all(source, /\bget\([^;]*?, '(wasm|script|data|text)'/g);
  const whats = all(source, /\bfail\('([a-z-]+)'/g);
  const fixed = all(source, /code: '([a-z-]+)'/g);
  const chosen = all(source, /\? '([a-z]+-[a-z-]+)' : 'engine'/g);
  const engine = all(read('src/error.rs'), /Self::\w+ => "([a-z-]+)"/g);
  const codes = unique([...kinds.flatMap((kind) => whats.map((what) => `${kind}-${what}`)), ...fixed, ...chosen, ...engine, 'engine']);
  const sections = ['Fetching', 'The engine', 'What a page asks for', 'The data'];
  assert.deepEqual(unique(sections.flatMap((heading) => documented('docs/troubleshooting.md', heading))), codes);
});

test('docs/embedding.md lists every attribute, member and export of the module, and no other', async () => {
  const module = await import(`${DIST}central-asia-map.js`);
  const { CentralAsiaMapElement } = module;
  const attributes = CentralAsiaMapElement.observedAttributes;
  assert.deepEqual(documented(EMBEDDING, 'Attributes'), unique(attributes));
  const members = Object.getOwnPropertyNames(CentralAsiaMapElement.prototype).filter((name) => !REACTIONS.includes(name) && !attributes.includes(name));
  assert.deepEqual(documented(EMBEDDING, 'Properties and methods'), unique([...members, ...Object.keys(module)]));
});

test('docs/embedding.md lists every control and event, and no other', () => {
  const controls = /CONTROLS: \[&str; \d+\] = \[([^\]]+)\]/.exec(read('src/attributes.rs'))[1];
  assert.deepEqual(documented(EMBEDDING, 'Controls'), all(controls, /"(\w+)"/g));
  assert.deepEqual(documented(EMBEDDING, 'Events'), all(scripts(), /(?:emit|tell)\('(map-[a-z]+)'/g));
});

test('docs/embedding.md lists every part and slot of a map, and no other', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, it.server.url);
  await map.evaluate((map) => map.select('trans-caspian'));
  await map.locator('.panel h2').waitFor();
  const look = () => map.evaluate(({ shadowRoot }) => ({
    parts: [...shadowRoot.querySelectorAll('[part]')].flatMap((element) => [...element.part]),
    slots: [...shadowRoot.querySelectorAll('slot[name]')].map(({ name }) => name),
  }));
  const found = await look();
  // The comparison of ways takes the place of the panel.
  await map.evaluate((map) => map.shadowRoot.querySelector('.routes-button').click());
  await map.locator('.routes h2').waitFor();
  found.parts.push(...(await look()).parts);
  assert.deepEqual(documented(EMBEDDING, 'Parts'), unique(found.parts));
  assert.deepEqual(documented(EMBEDDING, 'Slots'), unique(found.slots));
});

test('what a page puts into slots is seen where the list says', async (t) => {
  it.server.pages['slots.html'] = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Slots</title><link rel="stylesheet" href="index.css">
    <script type="module" src="central-asia-map.js"></script>
    <central-asia-map selected="KAZ"><p id="fallback">A map</p><p slot="title">Title</p><p slot="legend">Below</p><p slot="popup">More</p></central-asia-map>`;
  const page = await it.open(t);
  const map = await openMap(page, `${it.server.url}slots.html`);
  for (const name of ['title', 'legend', 'popup']) await page.locator(`[slot=${name}]`).waitFor();
  assert.equal(await page.locator('#fallback').isVisible(), false);
  const inside = await map.evaluate((map) => ['title', 'legend', 'popup'].map((name) => {
    const slotted = map.querySelector(`[slot=${name}]`).getBoundingClientRect();
    const box = map.shadowRoot.querySelector({ title: '.start', legend: '.legend', popup: '.panel' }[name]).getBoundingClientRect();
    return slotted.left >= box.left && slotted.right <= box.right + 1 && slotted.top >= box.top;
  }));
  assert.deepEqual(inside, [true, true, true]);
});

test('docs/embedding.md lists every custom property with the colours that it stands for', () => {
  const tokens = [...read('src/theme/mod.rs').matchAll(/^ {4}\w+ "([a-z0-9-]+)" "(#\w+)" "(#\w+)" "/gm)].map(([, ...row]) => row);
  const section = read(EMBEDDING).split(/^## /m).find((section) => section.startsWith('Colours and type\n'));
  const rows = [...section.matchAll(/^\| `--map-([a-z0-9-]+)` \| `(#\w+)` \| `(#\w+)` \|/gm)].map(([, ...row]) => row);
  assert.deepEqual(rows, tokens);
  const names = [...tokens.map(([name]) => `--map-${name}`), '--map-font'];
  assert.deepEqual(documented(EMBEDDING, 'Colours and type'), unique(names));
  // The stylesheet of the controls knows no others.
  assert.deepEqual(all(read('web/central-asia-map.css'), /(--map-[a-z0-9-]+)/g).filter((name) => !names.includes(name)), []);
});

test('every link in the documents leads somewhere', () => {
  const headings = (path) => [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N} -]/gu, '').replaceAll(' ', '-'));
  const lost = [];
  const folder = readdirSync(new URL('docs/', ROOT)).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
  for (const path of [...folder, 'README.md', 'ARCHITECTURE.md', 'data/README.md']) {
    for (const [, to] of read(path).replace(/```.*?```|`[^`\n]*`/gs, '').matchAll(/(?:\]\(|src(?:set)?=")([^)"\s]+)[)"]/g)) {
      if (/^https?:/.test(to)) continue;
      const url = new URL(to, new URL(path, ROOT));
      const target = url.pathname.slice(ROOT.pathname.length);
      if (!existsSync(new URL(target, ROOT))) lost.push(`${path}: ${to}`);
      else if (url.hash && !headings(target).includes(url.hash.slice(1))) lost.push(`${path}: ${to}`);
    }
  }
  assert.deepEqual(lost, []);
});
