// What WCAG 2.2 asks for and no other file shows: languages of parts, choices that keep the focus, presses that are taken
// back, names that begin as they are seen, controls of one name, titles of pages.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openMap, PHONE, settle, stage } from './browser.mjs';

const it = stage();
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A page with the map and all its tools. */
async function opened(t, view) {
  const page = await it.open(t, { reducedMotion: 'reduce', ...view });
  const map = await openMap(page, `${it.server.url}index.html`);
  await page.waitForFunction(() => !document.querySelector('central-asia-map').shadowRoot.querySelector('[data-tool=themes]').hidden);
  return { page, map };
}

/** The language of an element: its own or the nearest around it. */
const languages = (locator) => locator.evaluateAll((elements) => elements.map((element) => [element.textContent, element.closest('[lang]').lang]));

test('foreign names carry their language in search results, in the panel and in the map in words (3.1.2)', async (t) => {
  const { page, map } = await opened(t);
  // Names in Kazakh; the interface has no Kazakh words and speaks English.
  await map.evaluate((map) => { map.lang = 'kk'; });
  await map.getByRole('combobox', { name: 'Search the map' }).fill('Қазақстан');
  const option = map.locator('[role=option] span').first();
  await option.filter({ hasText: 'Қазақстан' }).waitFor();
  assert.deepEqual((await languages(option)), [['Қазақстан', 'kk']]);
  assert.deepEqual(new Set((await languages(map.locator('[role=option] small'))).map(([, lang]) => lang)), new Set(['en']));
  await page.keyboard.press('Escape');
  await map.evaluate((map) => map.select('KAZ'));
  const title = map.locator('.panel h2');
  await title.filter({ hasText: 'Қазақстан' }).waitFor();
  assert.deepEqual(await languages(title), [['Қазақстан', 'kk']]);
  assert.equal((await languages(map.locator('.panel .close')))[0][1], 'en');
  await map.evaluate((map) => map.select(null));
  await map.locator('.words > button').press('Enter');
  const names = await languages(map.locator('.words [data-id=KAZ], .words [data-id=CHN]'));
  assert.deepEqual(names.map(([, lang]) => lang), ['kk', 'kk']);
  // In the language of the interface nothing is foreign.
  await map.evaluate((map) => { map.lang = 'en'; });
  await map.locator('.words [data-id=KAZ]', { hasText: 'Kazakhstan' }).waitFor();
  assert.deepEqual(await languages(map.locator('.words [data-id=KAZ]')), [['Kazakhstan', 'en']]);
});

test('names in all five languages of Central Asia carry it wherever they are shown, and names that are not in it do not (3.1.2)', async (t) => {
  const { page, map } = await opened(t);
  const features = ['countries', 'regions', 'water'].flatMap((file) => JSON.parse(readFileSync(`${ROOT}data/${file}.geojson`, 'utf8')).features);
  const named = (id, lang) => features.find((feature) => feature.id === id).properties.name[lang];
  await map.locator('.routes-button').press('Enter');
  await map.evaluate((map) => { map.shade = 'area'; });
  for (const lang of ['kk', 'ky', 'tg', 'tk', 'uz']) {
    await map.evaluate((map, lang) => { map.lang = lang; }, lang);
    const kazakhstan = named('KAZ', lang);
    /** All that an element of the map says in that language, and what else it says with its language. */
    const own = async (selector) => {
      const found = await languages(map.locator(selector));
      // What is called the same in English may be read as English.
      const names = found.filter(([text]) => features.some(({ properties: { name } }) => name[lang] === text && name.en !== text));
      assert.ok(names.length, `${selector} shows no name in ${lang}: ${JSON.stringify(found)}`);
      for (const [text, told] of found) assert.equal(told, names.some(([name]) => name === text) ? lang : 'en', `${selector}: ${text}`);
    };
    await map.locator('.routes label', { hasText: kazakhstan }).waitFor();
    await own('.routes fieldset label');
    await own('.routes dt');
    const via = (await languages(map.locator('.routes summary b'))).find(([text]) => text.startsWith(`${kazakhstan} – `));
    assert.equal(via[1], lang);
    await own('.themes .values button');
    await map.getByRole('combobox', { name: 'Search the map' }).fill('Khorgos Gateway');
    const option = map.getByRole('option').filter({ hasText: 'Khorgos Gateway' }).first();
    await option.filter({ hasText: kazakhstan }).waitFor();
    assert.deepEqual(await languages(option.locator('bdi')), [[kazakhstan, lang]]);
    assert.deepEqual(await languages(option.locator('span')), [['Khorgos Gateway', 'en']]);
    await map.getByRole('combobox', { name: 'Search the map' }).fill('');
    await map.evaluate((map) => map.select('gas-line-d'));
    await map.locator('.panel .link', { hasText: named('TKM', lang) }).first().waitFor();
    await own('.panel .link');
    assert.equal((await languages(map.locator('.panel:not(.routes) h2')))[0][1], 'en');
    await map.evaluate((map) => map.select(null));
    await map.locator('.words > button').press('Enter');
    await own('.words [data-id=KAZ], .words [data-id=gas-line-d]');
    // The sentence about it is in English, with names in it.
    assert.equal((await languages(map.locator('.words-here')))[0][1], 'en');
    await map.locator('.words [data-here=gas-line-a]').click();
    await own('.words [data-here]');
    await map.locator('.words [data-here=KAZ]').click();
    await page.keyboard.press('Escape');
  }
});

test('a link that opens a new tab says so (3.2.5)', async (t) => {
  const { map } = await opened(t);
  const says = { en: 'opens in a new tab', ru: 'откроется в новой вкладке', zh: '在新标签页中打开' };
  for (const [lang, words] of Object.entries(says)) {
    await map.evaluate((map, lang) => { map.lang = lang; map.select('gas-line-d'); }, lang);
    await map.locator('.panel .sources a', { hasText: words }).first().waitFor();
    const links = await map.locator('a').evaluateAll((links) => links.map((link) => [link.target, link.textContent, link.lastChild.lang]));
    assert.ok(links.length > 3);
    for (const [target, text, told] of links) {
      assert.equal(target, '_blank');
      assert.ok(text.includes(words), text);
      // Whatever the language of the source.
      assert.equal(told, lang);
    }
  }
});

/** A choice: what opens it, what has the focus, the key that chooses, and what of the state it changes. */
const CHOICES = {
  'a layer': [null, '[data-layer=pipelines]', 'Space', 'layers'],
  'a theme': ['[data-tool=themes]', '.themes input:checked', 'ArrowDown', 'shade'],
  'a year': ['[data-tool=time]', '.time input', 'ArrowLeft', 'year'],
  'a step': ['[data-tool=story]', '.story input', 'ArrowRight', 'step'],
  'a passage': ['.routes-button', '.routes [value=RUS]', 'Space', 'closed'],
  'an end of a way': ['.routes-button', '.routes [name=to]', 'ArrowDown', 'route'],
  'a language': [null, '.language select', 'ArrowDown', 'lang'],
};

test('a choice changes the map, and neither the focus nor the page (3.2.1, 3.2.2)', async (t) => {
  for (const [what, [opener, control, key, changed]] of Object.entries(CHOICES)) {
    const { page, map } = await opened(t);
    if (opener) await map.locator(opener).press('Enter');
    await settle(page);
    await page.evaluate(() => { window.same = true; });
    const value = () => map.evaluate((map, name) => JSON.stringify(map.save()[name] ?? null), changed);
    await map.locator(control).first().focus();
    await settle(page);
    const before = await value();
    /** The control that has the focus; a radio button is one of a group. */
    const focus = () => map.evaluate((map) => {
      const { activeElement: at } = map.shadowRoot;
      return at && `${at.localName} ${at.name || at.dataset.layer || at.closest('[class]').className}`;
    });
    const held = await focus();
    assert.ok(held, `${what} has no focus`);
    await page.keyboard.press(key);
    await page.waitForFunction(([name, before]) => JSON.stringify(document.querySelector('central-asia-map').save()[name] ?? null) !== before, [changed, before]).catch(() => assert.fail(`${what}: ${changed} is still ${before}; the focus is on ${held}`));
    await settle(page);
    assert.equal(await focus(), held, what);
    assert.ok(await page.evaluate(() => window.same), `${what} leads to another page`);
    assert.equal((await page.context().pages()).length, 1, `${what} opens a page`);
    await page.close();
  }
});

test('a press that ends elsewhere does nothing (2.5.2)', async (t) => {
  const { page, map } = await opened(t);
  const zoom = () => map.evaluate((map) => map.zoom);
  const before = await zoom();
  const button = await map.getByRole('button', { name: 'Zoom in' }).boundingBox();
  const middle = [button.x + button.width / 2, button.y + button.height / 2];
  const [x, y] = await map.evaluate((map) => map.project([67, 48.6]));
  await page.mouse.move(...middle);
  await page.mouse.down();
  assert.equal(await zoom(), before);
  await page.mouse.move(x, y);
  await page.mouse.up();
  await settle(page);
  assert.equal(await zoom(), before);
  // On the map: what is pressed is selected when it is let go, and not if the map was drawn away in between.
  await page.mouse.down();
  await settle(page);
  assert.equal(await map.evaluate((map) => map.selected), null);
  await page.mouse.move(x + 60, y + 30, { steps: 4 });
  await page.mouse.up();
  await settle(page);
  assert.equal(await map.evaluate((map) => map.selected), null);
  await page.mouse.click(...await map.evaluate((map) => map.project([67, 48.6])));
  await page.waitForFunction(() => document.querySelector('central-asia-map').selected === 'KAZ');
});

test('a control is named by the words that are seen on it, and has one name everywhere (2.5.3, 2.4.6, 3.2.4)', async (t) => {
  for (const view of [{}, PHONE]) {
    const { map } = await opened(t, view);
    for (const open of ['.routes-button', '[data-tool=themes]', '.legend summary']) await map.locator(open).press('Enter');
    const wrong = await map.evaluate((map) => {
      const seen = [...map.shadowRoot.querySelectorAll('button, a, summary')].filter((element) => element.checkVisibility());
      return seen.map((element) => {
        const words = (element.innerText || element.textContent).trim().replaceAll(/\s+/g, ' ');
        const name = (element.ariaLabel ?? words).replaceAll(/\s+/g, ' ');
        // A sign has no words.
        return /\p{L}{2}/u.test(words) && !name.toLowerCase().includes(words.toLowerCase()) ? `${words} is named ${name}` : name ? null : `${element.outerHTML} has no name`;
      }).filter(Boolean);
    });
    assert.deepEqual(wrong, []);
    // The same function has the same name wherever it is: all crosses close, all in one word.
    const closers = await map.locator('.close').evaluateAll((buttons) => buttons.map(({ ariaLabel }) => ariaLabel));
    assert.ok(closers.length > 1);
    assert.deepEqual(new Set(closers), new Set(['Close']));
  }
});

test('the same controls stand in the same order whatever is open (3.2.3, 3.2.6)', async (t) => {
  const { page, map } = await opened(t);
  const order = () => map.evaluate((map) => [...map.shadowRoot.querySelectorAll('.controls button, .language select, .sharing > button, .search input, .legend summary, .bar button, .words > button, canvas')]
    .map((element) => element.dataset.tool ?? element.ariaLabel ?? element.className ?? element.localName).join());
  const before = await order();
  assert.ok(before.split(',').length > 10, before);
  for (const act of [(map) => map.goTo('caspian'), (map) => map.select('TKM'), (map) => { map.shade = 'area'; }, (map) => { map.closed = 'RUS'; }]) {
    await map.evaluate(act);
    await settle(page);
    assert.equal(await order(), before);
  }
});

test('every page says its title and its language (2.4.2, 3.1.1)', () => {
  const pages = ['index.html', 'embed.html', ...readdirSync(`${ROOT}dist/examples`).filter((name) => name.endsWith('.html')).map((name) => `examples/${name}`)];
  assert.ok(pages.length > 5);
  for (const name of pages) {
    const html = readFileSync(`${ROOT}dist/${name}`, 'utf8');
    assert.match(html, /<html [^>]*lang="[a-z]{2}/, name);
    assert.match(html, /<title>[^<]{4,}<\/title>/, name);
  }
});
