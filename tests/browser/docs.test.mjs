// The documentation says what the code does: attributes, members, events, parts, properties and codes are the same in both.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openMap, stage } from './browser.mjs';

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
