// WebKitGTK for the tests: the part of Playwright's pages that they use, over its WebDriver.
import { execFile, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { finder, Locator, topAt, until, Within } from './locator.mjs';
import { early } from './server.mjs';

/** Key names to the code points that WebDriver has for them. */
const KEYS = {
  Control: '\uE009', Shift: '\uE008', Alt: '\uE00A', Meta: '\uE03D', Enter: '\uE007', Escape: '\uE00C', Tab: '\uE004', ' ': ' ', Space: ' ',
  ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015', Home: '\uE011', End: '\uE010', Backspace: '\uE003',
  PageUp: '\uE00E', PageDown: '\uE00F', Delete: '\uE017', F6: '\uE036',
};

/** Runs in the page: what goes wrong there is kept until somebody asks. */
function keepTroubles() {
  window.troubles = [];
  addEventListener('error', ({ message }) => message && window.troubles.push({ kind: 'pageerror', text: message }));
  addEventListener('unhandledrejection', ({ reason }) => window.troubles.push({ kind: 'pageerror', text: String(reason) }));
  const { error } = console;
  console.error = (...words) => {
    window.troubles.push({ kind: 'console', text: words.join(' ') });
    error.apply(console, words);
  };
}

/** Runs in the page: the wheel is turned while Ctrl is held. */
function wheel({ x, y, deltaX, deltaY }) {
  topAt(x, y).dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, composed: true, clientX: x, clientY: y, deltaX, deltaY, ctrlKey: true }));
}

/** Runs in the page: what fingers at these places do, as far as pointers and clicks tell it. */
function touch({ type, points }) {
  const fire = (Kind, name, { target, x, y, id }) => target?.dispatchEvent(new Kind(name, {
    bubbles: true, cancelable: true, composed: true, view: window, clientX: x, clientY: y, detail: Number(name === 'click'),
    ...(Kind === PointerEvent && { pointerId: 100 + id, pointerType: 'touch', isPrimary: id === 0, button: name === 'pointermove' ? -1 : 0, buttons: name === 'pointerup' ? 0 : 1 }),
  }));
  // A pointer that is not there cannot be captured; its events go to where it began anyway.
  for (const name of ['setPointerCapture', 'releasePointerCapture']) {
    const usual = Element.prototype[name];
    if (!window.fingers) Element.prototype[name] = function (id) { return id < 100 ? usual.call(this, id) : undefined; };
  }
  const fingers = (window.fingers ??= []);
  points.forEach(([x, y], id) => {
    const finger = fingers[id];
    if (!finger) {
      fingers[id] = { id, x, y, target: topAt(x, y), still: true };
      fire(PointerEvent, 'pointerdown', fingers[id]);
    } else if (type === 'touchMove') {
      Object.assign(finger, { x, y, still: finger.still && Math.hypot(finger.x - x, finger.y - y) < 8 });
      fire(PointerEvent, 'pointermove', finger);
    }
  });
  if (type !== 'touchEnd') return;
  for (const finger of fingers.splice(points.length)) {
    fire(PointerEvent, 'pointerup', finger);
    if (!finger.still || finger.id) continue;
    finger.target?.closest('button, input, a, select, [tabindex]')?.focus();
    fire(MouseEvent, 'click', finger);
  }
}

/** Gives browsers, each with a driver of its own, as a driver has one session only. */
export async function launch(binary) {
  return {
    newContext: async (view) => new Context(binary, view),
    close: async () => {},
  };
}

class Context {
  constructor(binary, view) {
    Object.assign(this, { binary, view });
  }

  async newPage() {
    this.settings = prefer(this.view);
    // A driver may wait for ever for the browser that it has started; another one does not.
    const { ask, sessionId } = await this.#begin().catch(() => this.#begin());
    this.page = new Page((method, path, body, signal) => ask(method, `/session/${sessionId}${path}`, body, signal));
    this.page.context = () => this;
    await this.page.addInitScript(keepTroubles);
    await this.page.setViewportSize(this.view.viewport);
    // Where no window manager is, nobody gives the window the keyboard.
    await promisify(execFile)('xdotool', ['search', '--onlyvisible', '--class', 'MiniBrowser', 'windowfocus', '%@']);
    return this.page;
  }

  /** Starts a driver and its browser. */
  async #begin() {
    const port = await freePort();
    const env = {
      ...process.env, TZ: 'UTC', LANG: 'C.UTF-8', LANGUAGE: 'en_GB', XDG_CONFIG_HOME: this.settings,
      // What is made for a graphics card costs a third more of the processor where none is.
      WEBKIT_DISABLE_COMPOSITING_MODE: '1', WEBKIT_SKIA_ENABLE_CPU_RENDERING: '1',
      // With its baseline compiler for WebAssembly, WebKitGTK 2.50 stops the engine now and then; see docs/engines.md.
      JSC_useBBQJIT: '0',
    };
    // In a group of their own, so that the browser ends with its driver.
    this.driver = spawn(this.binary, [`--port=${port}`], { env, stdio: 'ignore', detached: true });
    // All but a function of the page, which may take its time, is answered soon or not at all.
    const ask = async (method, path, body, signal = AbortSignal.timeout(60_000)) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body), signal });
      const { value } = await response.json();
      if (value?.error) throw new Error(`${value.error}: ${value.message}`);
      return value;
    };
    await until(20_000, 'WebKitWebDriver', () => ask('GET', '/status').catch(() => null));
    const options = { binary: miniBrowser(), args: ['--automation'] };
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options, timeouts: { script: 600_000 } } };
    try {
      const { sessionId } = await ask('POST', '/session', { capabilities });
      return { ask, sessionId };
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  #end() {
    process.kill(-this.driver.pid);
    this.driver = null;
  }

  async close() {
    if (!this.driver) return;
    await this.page.drain();
    // Another page may be open that has the same ones.
    for (const script of this.page.scripts) early.splice(early.indexOf(script), 1);
    await this.page.ask('DELETE', '');
    this.#end();
    rmSync(this.settings, { recursive: true, force: true });
  }

  /** The handles of all windows. */
  pages() {
    return this.page.ask('GET', '/window/handles');
  }
}

/** A folder with the settings of a desktop where somebody prefers this. */
function prefer({ colorScheme, reducedMotion, contrast }) {
  const folder = mkdtempSync(join(tmpdir(), 'preferences-'));
  const settings = [
    '[Settings]',
    `gtk-application-prefer-dark-theme=${Number(colorScheme === 'dark')}`,
    `gtk-enable-animations=${Number(reducedMotion !== 'reduce')}`,
    `gtk-theme-name=${contrast === 'more' ? 'HighContrast' : 'Adwaita'}`,
  ];
  for (const version of ['gtk-3.0', 'gtk-4.0']) {
    mkdirSync(join(folder, version));
    writeFileSync(join(folder, version, 'settings.ini'), settings.join('\n'));
  }
  return folder;
}

/** What pages and frames have in common: a place where functions run. */
class Place extends Within {
  #events = new EventEmitter();

  on(name, listener) {
    this.#events.on(name, listener);
  }

  emit(name, word) {
    this.#events.emit(name, word);
  }

  /**
   * Runs a function of the page with one argument; before it comes the one element that `selector` leads to, or `every` element.
   * It is given up after some milliseconds, where they are given.
   */
  async run(fn, arg, selector, every, patience) {
    const found = selector ? 'window.ivya.queryLocatorSelectorAll(selector)' : '[]';
    const target = !selector ? '' : every ? 'found, ' : 'found[0], ';
    const text = `const [given, selector, done] = arguments; const topAt = ${topAt};
      if (selector && !window.ivya) return done({ unable: true });
      const found = ${found};
      if (selector && !${!!every} && found.length !== 1) return done({ found: found.length });
      Promise.resolve().then(() => (${fn})(${target}given))
        .then((value) => done({ value, found: found.length }), (error) => done({ error: error?.stack ? error + error.stack : String(error) }));`;
    const answer = await this.execute(text, [arg ?? null, selector ?? null], patience);
    if (!answer.unable) return answer;
    await this.execute(`${await finder()}\narguments[0]();`, []);
    return this.execute(text, [arg ?? null, selector ?? null]);
  }

  async evaluate(fn, arg, patience) {
    // A text is an expression, or a whole script.
    if (typeof fn === 'string' && /[;}]\s*$/.test(fn)) return this.execute(`${fn}\narguments[0]();`, []);
    const { value, error } = await this.run(typeof fn === 'string' ? `() => (${fn})` : fn, arg, null, false, patience);
    if (error) throw new Error(error);
    return value;
  }

  async waitForFunction(fn, arg, { timeout = 20_000 } = {}) {
    // Where the page goes away while it is asked, the driver never answers: the next page is asked anew.
    const value = await until(timeout, `${fn}`, () => this.evaluate(fn, arg, 2000).catch(() => null));
    return { jsonValue: async () => value };
  }

  within(selector) {
    return new Locator(this, selector);
  }

  click(css, options) {
    return this.locator(css).click(options);
  }
}

class Page extends Place {
  #queue = Promise.resolve();
  #at = [0, 0];
  #held = new Set();

  constructor(ask) {
    super();
    this.ask = ask;
    /** Those that run before any other in its pages. */
    this.scripts = [];
    this.touchscreen = {
      tap: async (x, y) => {
        await this.touch('touchStart', [[x, y]]);
        await this.touch('touchEnd', []);
      },
    };
    this.keyboard = {
      down: (key) => {
        this.#held.add(key);
        return this.#keys([{ type: 'keyDown', value: KEYS[key] ?? key }]);
      },
      up: (key) => {
        this.#held.delete(key);
        return this.#keys([{ type: 'keyUp', value: KEYS[key] ?? key }]);
      },
      press: (keys) => {
        const values = keys.split(/(?<=.)\+/).map((key) => KEYS[key] ?? key);
        return this.#keys([...values.map((value) => ({ type: 'keyDown', value })), ...values.reverse().map((value) => ({ type: 'keyUp', value }))]);
      },
      type: async (text) => {
        for (const char of text) await this.keyboard.press(char);
      },
    };
    this.mouse = {
      move: async (x, y, { steps = 1 } = {}) => {
        const [left, top] = this.#at;
        const moves = Array.from({ length: steps }, (_, step) => (step + 1) / steps).map((part) => this.#move(left + (x - left) * part, top + (y - top) * part, 16));
        this.#at = [x, y];
        await this.#pointer(moves);
      },
      down: () => this.#pointer([{ type: 'pointerDown', button: 0 }]),
      up: () => this.#pointer([{ type: 'pointerUp', button: 0 }]),
      click: async (x, y) => {
        await this.mouse.move(x, y);
        await this.#pointer([{ type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }]);
      },
      dblclick: async (x, y) => {
        await this.mouse.move(x, y);
        const press = [{ type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }];
        await this.#pointer([...press, ...press]);
      },
      wheel: (deltaX, deltaY) => {
        const [x, y] = this.#at.map(Math.round);
        // A key that is held is not told with it.
        if (this.#held.has('Control')) return this.evaluate(wheel, { x, y, deltaX, deltaY });
        return this.#act({ type: 'wheel', id: 'wheel', actions: [{ type: 'scroll', x, y, deltaX, deltaY, duration: 0, origin: 'viewport' }] });
      },
    };
  }

  /** Fingers are events of the test's making: the driver has none. */
  async touch(type, points) {
    await this.evaluate(touch, { type, points });
  }

  frames() {
    return [this, new Frame(this, 0)];
  }

  url() {
    return this.ask('GET', '/url');
  }

  close() {
    return this.context().close();
  }

  async goto(url) {
    await this.drain();
    await this.ask('POST', '/url', { url });
  }

  async reload() {
    await this.drain();
    await this.ask('POST', '/refresh', {});
  }

  async goBack() {
    await this.ask('POST', '/back', {});
  }

  async addInitScript(fn, arg) {
    const script = typeof fn === 'string' ? fn : `(${fn})(${JSON.stringify(arg)})`;
    this.scripts.push(script);
    early.push(script);
  }

  async setViewportSize({ width, height }) {
    // The window has a bar, whose height is known only once it is there.
    let [barX, barY] = [0, 0];
    for (let tries = 0; tries < 3; tries++) {
      await this.ask('POST', '/window/rect', { width: width + barX, height: height + barY });
      await sleep(100);
      const [innerWidth, innerHeight] = await this.evaluate(() => [innerWidth, innerHeight]);
      if (innerWidth === width && innerHeight === height) return;
      barX += width - innerWidth;
      barY += height - innerHeight;
    }
  }

  waitForTimeout(time) {
    return sleep(time);
  }

  async screenshot() {
    return Buffer.from(await this.ask('GET', '/screenshot'), 'base64');
  }

  content() {
    return this.evaluate(() => document.documentElement.outerHTML);
  }

  /** Tells of the troubles that the page has kept. */
  async drain() {
    const troubles = await this.evaluate(() => window.troubles?.splice(0) ?? []).catch(() => []);
    for (const { kind, text } of troubles) {
      this.emit(kind, kind === 'console' ? { type: () => 'error', text: () => text, location: () => ({ url: '' }) } : text);
    }
  }

  /** One command after the other: a frame is switched to and from around each of its own. */
  execute(script, args, patience = 600_000, frame = null) {
    const work = async () => {
      if (frame !== null) await this.ask('POST', '/frame', { id: frame });
      try {
        return await this.ask('POST', '/execute/async', { script, args }, AbortSignal.timeout(patience));
      } finally {
        if (frame !== null) await this.ask('POST', '/frame', { id: null });
      }
    };
    const done = this.#queue.then(work, work);
    this.#queue = done.catch(() => {});
    return done;
  }

  #move(x, y, duration = 0) {
    return { type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration, origin: 'viewport' };
  }

  #keys(actions) {
    return this.#act({ type: 'key', id: 'keys', actions });
  }

  #pointer(actions) {
    return this.#act({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions });
  }

  #act(source) {
    return this.ask('POST', '/actions', { actions: [source] });
  }
}

class Frame extends Place {
  constructor(page, index) {
    super();
    Object.assign(this, { page, index });
  }

  execute(script, args, patience) {
    return this.page.execute(script, args, patience, this.index);
  }

  async goto(url) {
    await this.evaluate((url) => location.assign(url), url);
    await sleep(300);
  }
}

/** The browser that comes with the library. */
function miniBrowser() {
  const folders = ['/usr/lib', '/usr/libexec', ...readdirSync('/usr/lib').map((name) => `/usr/lib/${name}`)];
  const paths = folders.flatMap((folder) => ['4.1', '6.0', '4.0'].map((version) => `${folder}/webkit2gtk-${version}/MiniBrowser`));
  const found = paths.find((path) => existsSync(path));
  if (!found) throw new Error('there is no MiniBrowser beside WebKitWebDriver');
  return found;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
