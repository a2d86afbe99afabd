// What a browser tells a screen reader of the page, as a golden file that was read through. What is left in it that could
// read better stands in docs/accessibility.md: read it again when it changes.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ENGINE, openMap, rest, stage } from './browser.mjs';

const it = stage();
const GOLDEN = fileURLToPath(new URL('../golden/tree.txt', import.meta.url));
/** What is open, and how a page opens it. */
const STATES = {
  nothing: () => {},
  'the facts': (map) => map.select('gas-line-d'),
  'a step': (map) => map.goTo('caspian'),
  'a theme': (map) => { map.shadowRoot.querySelector('[data-tool=themes]').click(); map.shade = 'trade'; },
  'the routes': (map) => map.shadowRoot.querySelector('.routes-button').click(),
  'the map in words': (map) => map.shadowRoot.querySelector('.words > button').click(),
};

test('the tree of the page is the one that was read', { skip: ENGINE === 'webkit' && 'its WebDriver tells no tree' }, async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}index.html`);
  await page.waitForFunction(() => !document.querySelector('central-asia-map').shadowRoot.querySelector('[data-tool=themes]').hidden);
  await map.evaluate((map) => map.select('gas-line-d'));
  await map.locator('.panel .facts').first().waitFor();
  let tree = '';
  for (const [state, open] of Object.entries(STATES)) {
    await map.evaluate((map) => {
      map.select(null);
      map.shade = null;
      for (const element of map.shadowRoot.querySelectorAll('[aria-expanded=true]:not([role=combobox])')) element.click();
      map.shadowRoot.querySelector('.legend').open = false;
    });
    await map.evaluate(open);
    await rest(page);
    tree += `# ${state}\n${await page.locator('body').ariaSnapshot()}\n`;
  }
  // Addresses are those of a server that is another each time.
  tree = tree.replaceAll(it.server.origin, '');
  // A map that was slow to come has said that it is there: what is said, and where, is tested in voice.test.mjs.
  tree = tree.replace(/^ *- status.*\n/gm, '');
  if (process.env.UPDATE_GOLDEN) writeFileSync(GOLDEN, tree);
  assert.ok(existsSync(GOLDEN), `${GOLDEN} is missing: run with UPDATE_GOLDEN=1, and read what it writes`);
  assert.equal(tree, readFileSync(GOLDEN, 'utf8'));
});
