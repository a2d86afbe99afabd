// WebKitGTK for the tests: the part of Playwright's pages that they use, over its WebDriver.
import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { early } from './server.mjs';

/** Key names to the code points that WebDriver has for them. */
const KEYS = {
  Control: '\uE009', Shift: '\uE008', Alt: '\uE00A', Meta: '\uE03D', Enter: '\uE007', Escape: '\uE00C', Tab: '\uE004', ' ': ' ', Space: ' ',
  ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015', Home: '\uE011', End: '\uE010', Backspace: '\uE003',
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

/** Runs in the page: the elements that a locator's steps lead to, through open shadow roots. */
function find(steps) {
  const deep = function* (node) {
    for (const element of [...(node.shadowRoot?.children ?? []), ...node.children]) {
      yield element;
      yield* deep(element);
    }
  };
  const nameOf = (element) => (element.ariaLabel || element.textContent).trim().replace(/\s+/g, ' ');
  const roles = { button: 'button, [role=button]', link: 'a[href]', region: '[role=region]', heading: 'h1, h2, h3' };
  const one = (root, step) => {
    if (step.css === undefined) {
      const wanted = (element) => element.matches(roles[step.role]) && (step.name === undefined
        || (step.exact ? nameOf(element) === step.name : nameOf(element).toLowerCase().includes(step.name.toLowerCase())));
      return [...deep(root)].filter(wanted);
    }
    return step.css.split(',').flatMap((selector) => {
      const parts = selector.trim().split(/\s+(?![^[]*\])/);
      return parts.reduce((roots, part) => roots.flatMap((root) => [...deep(root)].filter((element) => element.matches(part))), [root]);
    });
  };
  let found = [document.documentElement];
  for (const step of steps) {
    if (step.nth !== undefined) found = found.slice(step.nth, step.nth + 1);
    else if (step.has) found = found.filter((element) => step.has.reduce((roots, step) => roots.flatMap((root) => one(root, step)), [element]).length);
    else found = [...new Set(found.flatMap((root) => one(root, step)))];
    if (step.hasText) found = found.filter((element) => element.textContent.includes(step.hasText));
  }
  return found;
}

export async function launch(binary) {
  const port = await freePort();
  const env = { ...process.env, TZ: 'UTC', LANG: 'C.UTF-8', LANGUAGE: 'en_GB' };
  const driver = spawn(binary, [`--port=${port}`], { env, stdio: 'ignore' });
  const ask = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  for (let tries = 0; ; tries++) {
    if (await ask('GET', '/status').catch(() => tries > 50)) break;
    await sleep(100);
  }
  return {
    newContext: async (view) => new Context(ask, view),
    close: async () => driver.kill(),
  };
}

class Context {
  constructor(ask, view) {
    Object.assign(this, { ask, view });
  }

  async newPage() {
    const options = { binary: miniBrowser(), args: ['--automation'] };
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options, timeouts: { script: 600_000 } } };
    const { sessionId } = await this.ask('POST', '/session', { capabilities });
    this.page = new Page((method, path, body) => this.ask(method, `/session/${sessionId}${path}`, body));
    this.page.context = () => this;
    await this.page.addInitScript(keepTroubles);
    await this.page.setViewportSize(this.view.viewport);
    return this.page;
  }

  async close() {
    await this.page?.drain();
    early.length = 0;
    await this.page?.ask('DELETE', '');
  }
}

/** What pages and frames have in common: a place where functions run. */
class Place extends EventEmitter {
  /** Runs a function of the page with one argument; `steps` lead to elements that come first. */
  async run(fn, arg, steps, every) {
    const found = steps ? `(${find})(steps)` : '[]';
    const target = !steps ? '' : every ? 'found, ' : 'found[0], ';
    const missing = steps && !every ? 'if (!found.length) return done({ missing: true });' : '';
    const text = `const [given, steps, done] = arguments; const found = ${found}; ${missing}
      Promise.resolve().then(() => (${fn})(${target}given))
        .then((value) => done({ value }), (error) => done({ error: error?.stack ? error + error.stack : String(error) }));`;
    return this.execute(text, [arg ?? null, steps ?? null]);
  }

  async evaluate(fn, arg) {
    const { value, error } = await this.run(typeof fn === 'string' ? `() => (${fn})` : fn, arg);
    if (error) throw new Error(error);
    return value;
  }

  async waitForFunction(fn, arg, { timeout = 20_000 } = {}) {
    const value = await until(timeout, `${fn}`, () => this.evaluate(fn, arg).catch(() => null));
    return { jsonValue: async () => value };
  }

  locator(css, options = {}) {
    return new Locator(this, [{ css, hasText: options.hasText }, ...(options.has ? [{ has: options.has.steps }] : [])]);
  }

  getByRole(role, { name, exact } = {}) {
    return new Locator(this, [{ role, name, exact }]);
  }

  click(css, options) {
    return this.locator(css).click(options);
  }
}

class Page extends Place {
  #queue = Promise.resolve();
  #at = [0, 0];

  constructor(ask) {
    super();
    this.ask = ask;
    this.keyboard = {
      down: (key) => this.#keys([{ type: 'keyDown', value: KEYS[key] ?? key }]),
      up: (key) => this.#keys([{ type: 'keyUp', value: KEYS[key] ?? key }]),
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
        return this.#act({ type: 'wheel', id: 'wheel', actions: [{ type: 'scroll', x, y, deltaX, deltaY, duration: 0, origin: 'viewport' }] });
      },
    };
  }

  frames() {
    return [this, new Frame(this, 0)];
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
    early.push(typeof fn === 'string' ? fn : `(${fn})(${JSON.stringify(arg)})`);
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
  execute(script, args, frame = null) {
    const work = async () => {
      if (frame !== null) await this.ask('POST', '/frame', { id: frame });
      try {
        return await this.ask('POST', '/execute/async', { script, args });
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

  execute(script, args) {
    return this.page.execute(script, args, this.index);
  }

  async goto(url) {
    await this.evaluate((url) => location.assign(url), url);
    await sleep(300);
  }
}

class Locator {
  constructor(place, steps) {
    Object.assign(this, { place, steps });
  }

  locator(css, options) {
    return new Locator(this.place, [...this.steps, ...this.place.locator(css, options).steps]);
  }

  getByRole(role, options) {
    return new Locator(this.place, [...this.steps, ...this.place.getByRole(role, options).steps]);
  }

  nth(nth) {
    return new Locator(this.place, [...this.steps, { nth }]);
  }

  first() {
    return this.nth(0);
  }

  async evaluate(fn, arg) {
    const { value, error } = await until(20_000, JSON.stringify(this.steps), async () => {
      const answer = await this.place.run(fn, arg, this.steps);
      return !answer.missing && answer;
    });
    if (error) throw new Error(error);
    return value;
  }

  async evaluateAll(fn, arg) {
    const { value, error } = await this.place.run(fn, arg, this.steps, true);
    if (error) throw new Error(error);
    return value;
  }

  count() {
    return this.evaluateAll((elements) => elements.length);
  }

  async isVisible() {
    const { value } = await this.place.run((element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 0 && height > 0 && getComputedStyle(element).visibility === 'visible';
    }, null, this.steps);
    return !!value;
  }

  async waitFor({ state = 'visible', timeout = 20_000 } = {}) {
    const wanted = {
      visible: () => this.isVisible(), hidden: async () => !(await this.isVisible()), attached: async () => (await this.count()) > 0, detached: async () => (await this.count()) === 0,
    };
    await until(timeout, `${JSON.stringify(this.steps)} ${state}`, wanted[state]);
  }

  async boundingBox() {
    return this.evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x, y, width, height };
    });
  }

  async #place(position) {
    await this.waitFor();
    await this.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await this.boundingBox();
    return position ? [x + position.x, y + position.y] : [x + width / 2, y + height / 2];
  }

  async click({ position } = {}) {
    await this.place.mouse.click(...(await this.#place(position)));
  }

  async hover({ position } = {}) {
    await this.place.mouse.move(...(await this.#place(position)));
  }

  scrollIntoViewIfNeeded() {
    return this.evaluate((element) => element.scrollIntoView({ block: 'nearest' }));
  }

  focus() {
    return this.evaluate((element) => element.focus());
  }

  async press(key) {
    await this.focus();
    await this.place.keyboard.press(key);
  }

  textContent() {
    return this.evaluate((element) => element.textContent);
  }

  innerText() {
    return this.evaluate((element) => element.innerText);
  }

  getAttribute(name) {
    return this.evaluate((element, name) => element.getAttribute(name), name);
  }

  screenshot() {
    return this.place.screenshot();
  }
}

/** Asks until the answer is something, and gives it. */
async function until(timeout, what, ask) {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${timeout} ms for ${what}`);
    await sleep(40);
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
