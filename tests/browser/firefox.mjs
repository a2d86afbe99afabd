// Firefox for the tests: what Playwright does not ask of it over WebDriver BiDi, the reader's preferences and fingers.
import { firefox } from 'playwright-core';

/** Playwright's words for what a reader prefers, and for the screen, to settings of Firefox. */
const SETTINGS = {
  colorScheme: (value) => ({ 'layout.css.prefers-color-scheme.content-override': value === 'dark' ? 0 : 1 }),
  reducedMotion: (value) => ({ 'ui.prefersReducedMotion': Number(value === 'reduce') }),
  reducedTransparency: (value) => ({ 'ui.prefersReducedTransparency': Number(value === 'reduce') }),
  contrast: (value) => ({ 'ui.useAccessibilityTheme': Number(value === 'more') }),
  forcedColors: (value) => ({ 'browser.display.document_color_use': value === 'active' ? 2 : 1 }),
  // Coarse; or fine, and able to hover.
  hasTouch: (value) => ({
    'dom.w3c_touch_events.enabled': Number(!!value), 'ui.primaryPointerCapabilities': value ? 1 : 6, 'ui.allPointerCapabilities': value ? 1 : 6,
  }),
};

/** The media queries that tell when settings have reached the page, and what matches them. */
const QUERIES = {
  colorScheme: ['(prefers-color-scheme: dark)', 'dark'],
  reducedMotion: ['(prefers-reduced-motion: reduce)', 'reduce'],
  reducedTransparency: ['(prefers-reduced-transparency: reduce)', 'reduce'],
  contrast: ['(prefers-contrast: more)', 'more'],
  forcedColors: ['(forced-colors: active)', 'active'],
  hasTouch: ['(pointer: coarse)', true],
};

/** A Firefox as distributions ship it, which is spoken to by WebDriver BiDi; this channel stands for that. */
export function launch(executablePath) {
  // Settings are changed while it runs, by its own scripts.
  const args = ['--remote-allow-system-access'];
  return firefox.launch({ executablePath, channel: 'moz-firefox', args, firefoxUserPrefs: { 'layout.css.prefers-reduced-transparency.enabled': true } });
}

/** Gives a new page the preferences of `view`, which all pages of the browser have from now on, and fingers. */
export async function equip(page, view) {
  // Playwright gives no way to the protocol, so this goes behind it: it holds for the pinned version.
  const { delegate } = page._connection.toImpl(page);
  const session = delegate._session;
  const browser = delegate._browserContext._browser._browserSession;
  const prefer = async (wishes) => {
    const settings = Object.entries(wishes).map(([name, value]) => SETTINGS[name]?.(value)).reduce((all, some) => ({ ...all, ...some }), {});
    const { contexts } = await browser.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
    const expression = Object.entries(settings).map(([name, value]) => `Services.prefs.setIntPref('${name}', ${value});`).join('');
    await browser.send('script.evaluate', { target: { context: contexts[0].context }, expression, awaitPromise: false });
    // Colours that are forced have a contrast and a scheme of their own.
    const told = (name) => QUERIES[name] && (wishes.forcedColors !== 'active' || !['contrast', 'colorScheme'].includes(name));
    const wanted = Object.entries(wishes).filter(([name]) => told(name)).map(([name, value]) => [QUERIES[name][0], value === QUERIES[name][1]]);
    await page.waitForFunction((wanted) => wanted.every(([query, matches]) => matchMedia(query).matches === matches), wanted);
  };
  const all = { colorScheme: 'light', reducedMotion: 'no-preference', reducedTransparency: 'no-preference', contrast: 'no-preference', forcedColors: 'none', hasTouch: false };
  page.emulateMedia = prefer;
  await prefer({ ...all, ...view });

  const act = (hands, pointerType = 'touch') => session.send('input.performActions', {
    context: session.sessionId,
    actions: hands.map((actions, id) => ({ type: 'pointer', id: `${pointerType} ${id}`, parameters: { pointerType }, actions })),
  });
  const at = ([x, y]) => ({ type: 'pointerMove', x: Math.round(x), y: Math.round(y) });
  const [down, up] = [{ type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }];
  let fingers = 0;
  page.touch = async (type, points) => {
    if (type === 'touchStart') fingers = points.length;
    if (type === 'touchEnd') return act(Array.from({ length: fingers }, () => [up]));
    return act(points.map((point) => (type === 'touchStart' ? [at(point), down] : [at(point)])));
  };
  delegate.rawTouchscreen.tap = (_, x, y) => act([[at([x, y]), down, up]]);
  // Two clicks are a double one only within one command.
  page.mouse.dblclick = (x, y) => act([[at([x, y]), down, up, down, up]], 'mouse');
}
