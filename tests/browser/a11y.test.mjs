// For everyone: what axe-core finds by itself in every state, and how often the Tab key stops.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openMap, PHONE, settle, stage } from './browser.mjs';

const AXE = readFileSync(fileURLToPath(new URL('node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8');
const WORDS = JSON.parse(readFileSync(fileURLToPath(new URL('../../web/text/en.json', import.meta.url)), 'utf8'));
/** English written from right to left, as pseudo-locales do it: for layout alone, and nobody is offered it. */
const MIRRORED = Object.fromEntries(Object.entries(WORDS).map(([key, words]) => {
  // Gaps stay where they are, and so does what is no text.
  return [key, /^(lang|number\.|scale\.|date\.)/.test(key) ? words : words.replace(/[^{}]+(?![^{]*})/g, (text) => `\u202E${text}\u202C`)];
}));

const it = stage({
  pages: {
    'mirrored.html': `<!doctype html><html lang="ar-XB" dir="rtl"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Mirrored</title><link rel="stylesheet" href="index.css"><script type="module" src="central-asia-map.js"></script>
      <main><h1>Mirrored</h1><central-asia-map lang="zh" dir="rtl"></central-asia-map></main>`,
  },
});

const press = (selector) => `map.shadowRoot.querySelector('${selector}').click()`;
const STEPS = ['summit', 'five', 'land-or-sea', 'north', 'caspian', 'alternatives', 'pipelines', 'xinjiang', 'fergana', 'tajikistan', 'security', 'since'];
/** What is told of: one of each kind. */
const KINDS = ['TKM', 'gas-line-d', 'trans-caspian', 'khorgos-gateway', 'aktau-port', 'vakhon-base', 'caspian-sea', 'xian-summit', 'batken-clashes', 'kyrgyzstan-tajikistan-border'];
/** What is open, and how a page opens it. */
const STATES = {
  nothing: '',
  ...Object.fromEntries(STEPS.map((step) => [`the step ${step}`, `return map.goTo('${step}')`])),
  'sources of a step': `map.shadowRoot.querySelector('.story .notes').open = true`,
  ...Object.fromEntries(KINDS.map((id) => [`the facts of ${id}`, `map.select('${id}')`])),
  'the years': press('[data-tool=time]'),
  'the themes': press('[data-tool=themes]'),
  'a theme': `${press('[data-tool=themes]')}; map.shade = 'area'`,
  'the layers': `map.shadowRoot.querySelector('.legend').open = true`,
  'the arrows': press('.pan > button'),
  'the routes': press('.routes-button'),
  'a closed passage': `${press('.routes-button')}; map.closed = 'RUS'`,
  'the map in words': press('.words > button'),
  'a search': `const input = map.shadowRoot.querySelector('[role=combobox]'); input.focus(); input.value = 'khor'; input.dispatchEvent(new Event('input'))`,
  'a search for nothing': `const input = map.shadowRoot.querySelector('[role=combobox]'); input.focus(); input.value = 'zzzzqqqq'; input.dispatchEvent(new Event('input'))`,
  'the list of languages': `map.shadowRoot.querySelector('.language select').focus()`,
  sharing: press('.sharing > button'),
  'the keys': `map.shadowRoot.querySelector('[part=help]').showModal()`,
};
const VIEWS = { 'a desktop': {}, 'a telephone': PHONE };
const SCHEMES = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours': { colorScheme: 'light', forcedColors: 'active' },
};
/** The rules of axe that another scheme can break: all that it finds else is the same in all schemes. */
const COLORS = { runOnly: ['color-contrast', 'link-in-text-block'] };
const LANGUAGES = ['en', 'zh', 'right to left'];

/** A page with the map in a language, all of it there. */
async function opened(t, view, lang) {
  const page = await it.open(t, { reducedMotion: 'reduce', ...view });
  const mirrored = lang === 'right to left';
  // They come in the place of a language that the element knows.
  if (mirrored) await page.route('**/text/zh.json', (route) => route.fulfill({ body: JSON.stringify(MIRRORED), contentType: 'application/json' }));
  const map = await openMap(page, `${it.server.url}${mirrored ? 'mirrored.html' : 'index.html'}`);
  await map.evaluate((map, lang) => { map.lang = lang; }, mirrored ? 'zh' : lang);
  const words = mirrored ? MIRRORED.share : JSON.parse(readFileSync(fileURLToPath(new URL(`../../web/text/${lang}.json`, import.meta.url)), 'utf8')).share;
  await page.waitForFunction((words) => document.querySelector('central-asia-map').shadowRoot.querySelector('.sharing > button').title === words, words);
  await page.waitForFunction(() => !document.querySelector('central-asia-map').shadowRoot.querySelector('[data-tool=story]').hidden);
  // Facts are there when a panel does not wait for them.
  await map.evaluate((map) => map.select('KAZ'));
  await map.locator('.panel .facts').first().waitFor();
  return { page, map };
}

/** Closes whatever is open, and opens a state. */
async function enter(page, map, state) {
  await map.evaluate(async (map, open) => {
    const { shadowRoot } = map;
    shadowRoot.querySelector('dialog[open]')?.close();
    shadowRoot.activeElement?.blur();
    map.select(null);
    map.shade = null;
    map.closed = null;
    for (const element of shadowRoot.querySelectorAll('[aria-expanded=true]:not([role=combobox])')) element.click();
    const input = shadowRoot.querySelector('[role=combobox]');
    input.value = '';
    for (const element of shadowRoot.querySelectorAll('details')) element.open = false;
    await new Function('map', `return (async () => { ${open} })()`)(map);
  }, STATES[state]);
  await settle(page);
  await settle(page);
}

for (const [where, view] of Object.entries(VIEWS)) {
  for (const lang of LANGUAGES) {
    test(`axe finds nothing on ${where} in ${lang}, whatever is open`, async (t) => {
      const { page, map } = await opened(t, view, lang);
      await page.evaluate(AXE);
      const found = {};
      for (const state of Object.keys(STATES)) {
        await enter(page, map, state);
        for (const [scheme, media] of Object.entries(SCHEMES)) {
          await page.emulateMedia(media);
          await settle(page);
          const violations = await page.evaluate(async (rules) => {
            const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'], preload: false, ...rules });
            return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).slice(0, 3).join(', ')}`);
          }, scheme === 'light' ? {} : COLORS);
          if (violations.length) found[`${state}, ${scheme}`] = violations;
        }
      }
      assert.deepEqual(found, {});
    });
  }
}

test('from right to left the page is mirrored, and the map is not', async (t) => {
  const left = await opened(t, {}, 'en');
  const right = await opened(t, {}, 'right to left');
  // The middle of each control from the left edge of the map, as a part of its width.
  const places = ({ map }) => map.evaluate((map) => {
    const whole = map.getBoundingClientRect();
    const middle = (element) => {
      const { left, right } = element.getBoundingClientRect();
      return ((left + right) / 2 - whole.left) / whole.width;
    };
    const found = (selector) => middle(map.shadowRoot.querySelector(selector));
    return {
      controls: ['.search', '.legend', '.controls', '.language', '.sheet', '.panel .close', '.credit'].map((name) => [name, found(name)]),
      astana: map.project([71.4, 51.1])[0] / whole.width > map.project([58.4, 37.9])[0] / whole.width,
    };
  });
  for (const { page, map } of [left, right]) {
    await map.evaluate((map) => map.select('TKM'));
    await settle(page);
  }
  const [one, other] = [await places(left), await places(right)];
  one.controls.forEach(([name, at], index) => {
    // Words of other lengths: the side counts, not the pixel.
    assert.ok(Math.abs(at - 0.5) < 0.02 || at < 0.5 !== other.controls[index][1] < 0.5, `${name}: ${at} and ${other.controls[index][1]}`);
  });
  assert.ok(one.astana && other.astana);
  // Keys follow the eye: the tool to the left is the next one.
  const bar = right.map.locator('.bar button');
  await bar.first().focus();
  await right.page.keyboard.press('ArrowLeft');
  assert.equal(await right.map.evaluate((map) => map.shadowRoot.activeElement.dataset.tool), 'time');
});

test('from right to left what points, closes and slides does so the other way round, and directions on the map do not', async (t) => {
  for (const view of Object.values(VIEWS)) {
    const { page, map } = await opened(t, view, 'right to left');
    /** The horizontal middle of what is found, CSS pixels. */
    const middle = (selector) => map.locator(selector).first().evaluate((element) => {
      const { left, right } = element.getBoundingClientRect();
      return (left + right) / 2;
    });
    // A cross stands at the end of its line, beside the title and not over it.
    for (const state of ['the facts of gas-line-d', 'the map in words', 'the routes', 'sharing', 'the keys']) {
      await enter(page, map, state);
      const crossed = await map.evaluate((map) => [...map.shadowRoot.querySelectorAll('.close')].filter((cross) => cross.checkVisibility()).map((cross) => {
        const title = cross.parentElement.querySelector('h2');
        const words = document.createRange();
        words.selectNodeContents(title);
        const [one, other] = [cross.getBoundingClientRect(), words.getBoundingClientRect()];
        return one.right <= other.left && getComputedStyle(title).direction === 'rtl' ? null : `${title.textContent}: ${one.right} ${other.left}`;
      }));
      assert.deepEqual(crossed, [null], state);
    }
    // What comes before stands to the right; so does the beginning of a slider.
    await enter(page, map, 'the step caspian');
    assert.ok(await middle('.story .steps > button:first-child') > await middle('.story .steps > button:last-child'));
    // The signs are those that browsers mirror where text runs so.
    assert.deepEqual(await map.locator('.story .steps > button').evaluateAll((buttons) => buttons.map(({ textContent }) => textContent).filter((sign) => /[‹›]/.test(sign))), ['‹', '›']);
    const step = () => map.evaluate((map) => map.save().step);
    await map.locator('.story input').focus();
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction((step) => document.querySelector('central-asia-map').save().step === step, STEPS[STEPS.indexOf('caspian') + 1]);
    await map.locator('.tool.story').focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('central-asia-map').save().step === 'caspian');
    assert.equal(await step(), 'caspian');
    // East is to the right in every script: for the buttons that move the map, and in the map in words.
    await enter(page, map, 'the arrows');
    assert.ok(await middle('.pad .west') < await middle('.pad .east'));
    await map.locator('.pad .north').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await map.evaluate((map) => map.shadowRoot.activeElement.className), 'west');
    await enter(page, map, 'the map in words');
    await map.locator('.words [data-id=KAZ]').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await map.evaluate((map) => map.shadowRoot.activeElement.dataset.id), 'CHN');
    // A name of another script does not turn what stands beside it.
    await enter(page, map, 'a search');
    assert.ok(await map.locator('[role=option] bdi').count() > 0);
  }
});

test('nobody is offered the mirrored words', async (t) => {
  const { map } = await opened(t, {}, 'en');
  assert.deepEqual(await map.locator('.language option').evaluateAll((options) => options.map(({ value }) => value)), ['en', 'ru', 'zh']);
});

test('the Tab key stops eight times at most, however much is on the map', async (t) => {
  for (const view of Object.values(VIEWS)) {
    const page = await it.open(t, { reducedMotion: 'reduce', ...view });
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
    // The words come first: whoever cannot see the map need not pass it.
    assert.equal(stops[0], 'Map in words');
  }
});

test('every drawing in the page is hidden from screen readers, or has a name and its numbers beside it', async (t) => {
  const { page, map } = await opened(t, {}, 'en');
  for (const state of ['the layers', 'the facts of TKM', 'a theme', 'the routes', 'the step caspian']) {
    await enter(page, map, state);
    const bare = await map.evaluate((map) => [...map.shadowRoot.querySelectorAll('svg, canvas, img')].filter((drawing) => {
      if (drawing.closest('[aria-hidden=true]') || drawing.localName === 'canvas' || !drawing.checkVisibility()) return false;
      // A chart: named, and described by the element that has its numbers.
      const numbers = drawing.getAttribute('aria-describedby');
      return drawing.getAttribute('role') !== 'img' || !drawing.ariaLabel || !map.shadowRoot.getElementById(numbers)?.matches('ul, ol, dl, table');
    }).map(({ outerHTML }) => outerHTML.slice(0, 100)));
    assert.deepEqual(bare, [], state);
  }
});
