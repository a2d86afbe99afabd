// The package for npm: with Vite and three frameworks, as plain modules, and on a server.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { openMap, settle, stage } from './browser.mjs';
import { DIST, serve, STRICT_CSP } from './server.mjs';

const PACKAGE = `${DIST}package/`;
// Inside of this folder, so that the frameworks are found; the package lies where npm would put it.
const WORK = fileURLToPath(new URL('out/package/', import.meta.url));
const run = promisify(execFile);

const it = stage();

before(() => {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(`${WORK}node_modules`, { recursive: true });
  cpSync(PACKAGE, `${WORK}node_modules/central-asia-map`, { recursive: true });
});

test('the package says what it is, and all it names is there', () => {
  const manifest = JSON.parse(readFileSync(`${PACKAGE}package.json`, 'utf8'));
  assert.equal(manifest.name, 'central-asia-map');
  assert.match(manifest.license, /MIT/);
  for (const file of ['README.md', 'LICENSE-MIT', 'LICENSE-APACHE', manifest.main, manifest.types, 'data/atlas.json']) {
    assert.ok(existsSync(PACKAGE + file), file);
  }
  const targets = Object.values(manifest.exports).flatMap((target) => (typeof target === 'string' ? target : Object.values(target)));
  for (const target of targets.filter((target) => !target.includes('*'))) assert.ok(existsSync(PACKAGE + target), target);
});

test('npm would pack what the element needs, and nothing compressed twice', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json'], { cwd: PACKAGE });
  const [{ files }] = JSON.parse(stdout);
  const paths = files.map(({ path }) => path);
  for (const path of ['index.js', 'central-asia-map.js', 'central-asia-map.d.ts', 'pkg/central_asia_map_bg.wasm', 'data/facts/hubs.json']) {
    assert.ok(paths.includes(path), path);
  }
  assert.deepEqual(paths.filter((path) => /\.(br|gz|html)$/.test(path)), []);
});

test('on a server, the import does nothing and breaks nothing', async () => {
  const script = "const { CentralAsiaMapElement } = await import('central-asia-map'); console.log(typeof CentralAsiaMapElement)";
  const { stdout } = await run('node', ['--input-type=module', '--eval', script], { cwd: WORK });
  assert.equal(stdout.trim(), 'function');
});

test('as plain modules, the folder is served as it is', async (t) => {
  const server = await serve({ root: PACKAGE, csp: STRICT_CSP });
  t.after(() => server.close());
  server.pages['page.html'] = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Plain</title>
    <script type="module" src="index.js"></script><central-asia-map></central-asia-map>`;
  const page = await it.open(t);
  const map = await openMap(page, `${server.url}page.html`);
  assert.ok((await map.evaluate((map) => map.features())).length > 100);
});

describe('built with Vite', () => {
  for (const name of ['react', 'vue', 'svelte']) {
    test(`the recipe for ${name}`, async (t) => {
      const root = `${WORK}${name}`;
      cpSync(new URL(`../../examples/${name}/`, import.meta.url), root, { recursive: true });
      await build({ root, logLevel: 'error', base: './', configFile: `${root}/vite.config.js` });
      const server = await serve({ root: `${root}/dist` });
      t.after(() => server.close());
      const page = await it.open(t);
      const map = await openMap(page, server.url);
      await map.evaluate((map) => map.ready);
      await page.waitForFunction(() => document.querySelector('central-asia-map').save().selected === 'KAZ');
      // From the page to the map…
      await page.locator('#app p button', { hasText: 'Uzbekistan' }).click();
      await page.waitForFunction(() => document.querySelector('central-asia-map').save().selected === 'UZB');
      // …and from the map to the page.
      await map.evaluate((map) => map.select('trans-caspian'));
      await page.waitForFunction(() => document.querySelector('output').textContent === 'trans-caspian');
      await settle(page);
      assert.deepEqual(await page.mapEvents('map-error'), []);
      // Every file comes from where the bundler put it.
      assert.ok(server.requests.some((path) => /^assets\/atlas-.*\.json$/.test(path)), server.requests.join(' '));
    });
  }
});
