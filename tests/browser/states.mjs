// The states that the map can be in, in each language and from right to left, for tests that look at all of them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ENGINE, openMap, PHONE, settle } from './browser.mjs';

const AXE = readFileSync(fileURLToPath(new URL('node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8');
const WORDS = JSON.parse(readFileSync(fileURLToPath(new URL('../../web/text/en.json', import.meta.url)), 'utf8'));
/** English written from right to left, as pseudo-locales do it: for layout alone, and nobody is offered it. */
const MIRRORED = Object.fromEntries(Object.entries(WORDS).map(([key, words]) => {
  // Gaps stay where they are, and so does what is no text.
  return [key, /^(lang|number\.|scale\.|date\.)/.test(key) ? words : words.replace(/[^{}]+(?![^{]*})/g, (text) => `\u202E${text}\u202C`)];
}));

/** What a stage has to serve besides. */
export const PAGES = {
  'mirrored.html': `<!doctype html><html lang="ar-XB" dir="rtl"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Mirrored</title><link rel="stylesheet" href="index.css"><script type="module" src="central-asia-map.js"></script>
    <main><h1>Mirrored</h1><central-asia-map lang="zh" dir="rtl"></central-asia-map></main>`,
};

const press = (selector) => `map.shadowRoot.querySelector('${selector}').click()`;
export const STEPS = ['summit', 'five', 'land-or-sea', 'north', 'caspian', 'alternatives', 'pipelines', 'xinjiang', 'fergana', 'tajikistan', 'security', 'since'];
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
export const VIEWS = { 'a desktop': {}, 'a telephone': PHONE };
const SCHEMES = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours': { colorScheme: 'light', forcedColors: 'active' },
};
export const LANGUAGES = ['en', 'zh', 'right to left'];

/** A page with the map in a language, all of it there. */
export async function opened(it, t, view, lang) {
  const page = await it.open(t, { reducedMotion: 'reduce', ...view });
  const mirrored = lang === 'right to left';
  // They come in the place of a language that the element knows.
  if (mirrored) it.server.faults['text/zh.json'] = { body: JSON.stringify(MIRRORED) };
  t.after(() => { delete it.server.faults['text/zh.json']; });
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
export async function enter(page, map, state) {
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

/** The rules of axe-core that a scheme has a say in. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * Runs axe-core in every state of a page, all its rules in one scheme. What costs much and differs little is done in one of the
 * languages for each state: the rules of colours in the other schemes, and all of it in other engines than Chromium.
 */
export async function findsNothing(it, t, view, lang) {
  // What axe looks at does not depend on the pixels, and a picture of fewer is drawn sooner.
  const { page, map } = await opened(it, t, { ...view, deviceScaleFactor: 1 }, lang);
  await page.evaluate(AXE);
  const found = {};
  // The schemes of WebKit's readers are those of their desktops, and do not change while a test runs.
  const schemes = Object.entries(SCHEMES).slice(0, ENGINE === 'webkit' ? 1 : undefined);
  for (const [index, state] of Object.keys(STATES).entries()) {
    const turn = index % LANGUAGES.length === LANGUAGES.indexOf(lang);
    if (!turn && ENGINE !== 'chromium') continue;
    await enter(page, map, state);
    for (const [at, [scheme, media]] of schemes.slice(0, turn ? undefined : 1).entries()) {
      if (ENGINE !== 'webkit') await page.emulateMedia(media);
      await settle(page);
      const violations = await page.evaluate(async (options) => {
        const { violations } = await globalThis.axe.run(document, { ...options, resultTypes: ['violations'], preload: false });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).slice(0, 3).join(', ')}`);
      }, at ? { runOnly: COLOURS } : {});
      if (violations.length) found[`${state}, ${scheme}`] = violations;
    }
    // The next state begins with the scheme that this one ends with.
    if (turn) schemes.reverse();
  }
  assert.deepEqual(found, {});
}
