// Browsers for the tests: the same picture everywhere, and no trouble that goes unseen.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { equip as equipFirefox, launch as launchFirefox } from './firefox.mjs';
import { serve } from './server.mjs';
import { launch as launchWebkit } from './webkit.mjs';

/** The engine under test: `chromium`, `firefox` or `webkit`. */
export const ENGINE = process.env.ENGINE || 'chromium';
const USUAL = { chromium: 'chromium', firefox: 'firefox-esr', webkit: 'WebKitWebDriver' };
const EXECUTABLE = process.env[ENGINE.toUpperCase()] || USUAL[ENGINE];

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-lcd-text',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
];

/** How a page is seen: a desktop window, unless it says otherwise. */
export const VIEW = {
  viewport: { width: 1280, height: 800 },
  deviceScaleFactor: 1,
  locale: 'en-GB',
  timezoneId: 'UTC',
  colorScheme: 'light',
  reducedMotion: 'no-preference',
};

/** A telephone, for `open(t, PHONE)`. */
export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true };

/** Starts the browser, with more flags where a caller of Chromium needs them. */
export function launch(flags = []) {
  const executablePath = find(EXECUTABLE);
  if (ENGINE === 'webkit') return launchWebkit(executablePath);
  if (ENGINE === 'firefox') return launchFirefox(executablePath);
  // Pages that a reader leaves are kept for the way back, as in browsers outside of tests.
  const ignoreDefaultArgs = ['--disable-back-forward-cache'];
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags], ignoreDefaultArgs, chromiumSandbox: false });
}

/**
 * A browser and a server for the tests of one file.
 *
 * @param {object} [options] of the server
 */
export function stage(options) {
  const stage = {
    browser: null,
    server: null,
    /** A new page of its own profile, watched until the test ends; `view` overrides what is in VIEW. */
    open: (t, view = {}) => open(t, stage.browser, view),
  };
  before(async () => {
    [stage.browser, stage.server] = await Promise.all([launch(), serve(options)]);
  });
  after(() => Promise.all([stage.browser?.close(), stage.server?.close()]));
  return stage;
}

/**
 * Opens a page and fails the test if anything went wrong in it that `page.expect(pattern)` did not announce:
 * an error on the console, an exception nobody caught, a request that failed.
 */
async function open(t, browser, view) {
  const context = await browser.newContext({ ...VIEW, ...view });
  // A busy machine may take long, and a test that waits for what does not come fails all the same.
  context.setDefaultTimeout?.(60_000);
  const page = await context.newPage();
  await EQUIP[ENGINE]?.(page, { ...VIEW, ...view });
  const troubles = [];
  const expected = [];
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.stack ?? error}`));
  page.on('requestfailed', (request) => {
    troubles.push(`request: ${request.url()}: ${request.failure()?.errorText}`);
  });
  page.on('crash', () => troubles.push('the page crashed'));
  await page.addInitScript(recordEvents);

  page.troubles = troubles;
  /** Announces trouble that this test is about. */
  page.expect = (...patterns) => expected.push(...patterns);
  /** Events of all maps on the page since it was opened: `{type, detail}`. */
  page.mapEvents = (type) => page.evaluate((type) => {
    return window.mapEvents.filter((event) => !type || event.type === type);
  }, type);
  t.after(async () => {
    await context.close();
    const unexpected = troubles.filter((trouble) => !expected.some((pattern) => pattern.test(trouble)));
    assert.deepEqual(unexpected, [], 'the page had trouble');
  });
  return page;
}

/**
 * What an engine's pages have besides what Playwright gives them: `touch(type, points)` with the types of Chromium's protocol,
 * and `emulateMedia` for reduced transparency too.
 */
const EQUIP = {
  chromium(page) {
    let session;
    const send = async (method, words) => {
      session ??= await page.context().newCDPSession(page);
      await session.send(method, words);
    };
    page.touch = (type, points) => send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
    const { emulateMedia } = page;
    page.emulateMedia = async ({ reducedTransparency: value, ...media }) => {
      if (Object.keys(media).length) await emulateMedia.call(page, media);
      if (value) await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-transparency', value }] });
    };
  },
  firefox: equipFirefox,
};

/** Runs in the page before anything else: keeps the events of maps, also those before anyone can listen. */
export function recordEvents() {
  const names = ['ready', 'progress', 'error', 'select', 'hover', 'step', 'layers', 'view'];
  window.mapEvents = [];
  for (const name of names) {
    addEventListener(`map-${name}`, ({ type, detail }) => window.mapEvents.push({ type, detail }), { capture: true });
  }
}

/** What the WebAssembly calls the function of a handle's method: the build gives it a short name, which the glue knows. */
export function exportOf(method) {
  const script = readFileSync(new URL('../../dist/central-asia-map.js', import.meta.url), 'utf8');
  // The glue's classes are the first that can be freed. A method gives the handle's pointer to the function first, or after the
  // place of what it answers.
  const glue = script.slice(script.indexOf('free(){'));
  const call = new RegExp(`[;{}]${method}\\(.*?\\.(\\w+)\\((?:\\w+,)?this\\.\\w+[,)]`).exec(glue);
  assert.ok(call, `the glue has no method ${method}`);
  return call[1];
}

/**
 * Goes to a page and waits until its map is drawn; gives the element.
 * A map that cannot start fails at once, with the reason that the element gives; an attribute that is no good is none.
 */
export async function openMap(page, url) {
  await page.goto(String(url));
  await waitFor(page, 'map-ready');
  await settle(page);
  return page.locator('central-asia-map').first();
}

/** Waits for the first event of a type from any map on the page and gives its detail. */
export async function waitFor(page, type, { timeout = 60_000 } = {}) {
  const handle = await page.waitForFunction((type) => {
    const find = (type) => window.mapEvents.find((event) => event.type === type && event.detail.code !== 'bad-attribute');
    return find(type) ?? (type === 'map-ready' && document.querySelector('central-asia-map') && find('map-error'));
  }, type, { timeout });
  const event = await handle.jsonValue();
  assert.equal(event.type, type, `${event.type}: ${JSON.stringify(event.detail)}`);
  return event.detail;
}

/** Waits for two frames: what the last event changed is drawn. */
export function settle(page) {
  return page.evaluate(() => new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  }));
}

/** Waits until the controls have heard of a view: they do once it has rested for 100 ms. */
export async function rest(page) {
  await settle(page);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)));
  await settle(page);
}

/** Playwright wants a path; a bare name is looked up in the PATH. */
function find(name) {
  if (name.includes('/')) return name;
  const found = (process.env.PATH ?? '').split(':').map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
  return found ?? name;
}
