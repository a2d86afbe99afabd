// For everyone: what axe-core can find by itself, and how often the Tab key stops.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openMap, PHONE, settle, stage } from './browser.mjs';

const AXE = readFileSync(fileURLToPath(new URL('node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8');
const it = stage();

/** What is open, and how a page opens it. */
const STATES = {
  nothing: () => {},
  'the facts': (map) => map.select('TKM'),
  'a step': (map) => map.goTo('caspian'),
  'the map in words': (map) => map.shadowRoot.querySelector('.words > button').click(),
  'the routes': (map) => map.shadowRoot.querySelector('.routes-button').click(),
  'a search': (map) => map.shadowRoot.querySelector('[role=combobox]').focus(),
};
const VIEWS = {
  'a desktop': {},
  'a dark telephone': { ...PHONE, colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
};

for (const [where, view] of Object.entries(VIEWS)) {
  for (const lang of ['en', 'zh']) {
    test(`axe finds nothing on ${where} in ${lang}, whatever is open`, async (t) => {
      const page = await it.open(t, { reducedMotion: 'reduce', ...view });
      const map = await openMap(page, `${it.server.url}index.html`);
      await map.evaluate((map, lang) => { map.lang = lang; }, lang);
      await page.waitForFunction((lang) => document.querySelector('central-asia-map').save().lang === lang, lang);
      // Facts and words are there by then.
      await page.waitForTimeout(800);
      await page.evaluate(AXE);
      for (const [state, open] of Object.entries(STATES)) {
        await map.evaluate((map) => map.select(null));
        await map.evaluate(open);
        await settle(page);
        const found = await page.evaluate(async () => {
          const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).slice(0, 3).join(', ')}`);
        });
        assert.deepEqual(found, [], state);
      }
    });
  }
}

test('the Tab key stops eight times at most, however much is on the map', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}index.html`);
  const stops = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await map.evaluate((map) => {
      const active = document.activeElement === map && map.shadowRoot.activeElement;
      return active ? active.ariaLabel || active.textContent || active.localName : null;
    });
    if (!stop) break;
    stops.push(stop);
    assert.ok(stops.length < 30, `the focus does not leave: ${stops}`);
  }
  assert.ok(stops.length > 3 && stops.length <= 8, String(stops));
});
