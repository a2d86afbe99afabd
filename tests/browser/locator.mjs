// Locators for a browser that is spoken to by WebDriver: Playwright's words for where an element is and what to do with it.
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { getByLabelSelector, getByRoleSelector, getByTextSelector } from 'ivya';
import { build } from 'vite';

/** How long an element is waited for, in milliseconds. */
const PATIENCE = 20_000;

let engine;

/** The script that finds elements by Playwright's selectors: `window.ivya`. */
export function finder() {
  const entry = fileURLToPath(import.meta.resolve('ivya'));
  engine ??= build({ configFile: false, logLevel: 'silent', build: { write: false, minify: true, lib: { entry, formats: ['iife'], name: 'ivya', fileName: 'ivya' } } })
    .then(([{ output }]) => `${output[0].code}\nwindow.ivya = ivya.Ivya.create({ browser: 'webkit' });`);
  return engine;
}

/** For functions of the page: the element on top at a place, through open shadow roots. */
export function topAt(x, y) {
  let top = document.elementFromPoint(x, y);
  for (let next; (next = top?.shadowRoot?.elementFromPoint(x, y)) && next !== top;) top = next;
  return top;
}

/** What pages, frames and locators have in common: ways to elements in them. */
export class Within {
  locator(css, options) {
    return this.within(css).filter(options);
  }

  getByRole(role, options) {
    return this.within(getByRoleSelector(role, options));
  }

  getByText(text, options) {
    return this.within(getByTextSelector(text, options));
  }

  getByLabel(text, options) {
    return this.within(getByLabelSelector(text, options));
  }
}

export class Locator extends Within {
  /** `place` is where functions run. */
  constructor(place, selector) {
    super();
    Object.assign(this, { place, selector });
  }

  within(selector) {
    return new Locator(this.place, `${this.selector} >> ${selector}`);
  }

  filter({ has, hasText } = {}) {
    const text = hasText === undefined ? '' : ` >> ${getByTextSelector(hasText).replace('text', 'has-text')}`;
    const inside = has ? ` >> internal:has=${JSON.stringify(has.selector)}` : '';
    return new Locator(this.place, this.selector + text + inside);
  }

  nth(nth) {
    return this.within(`nth=${nth}`);
  }

  first() {
    return this.nth(0);
  }

  last() {
    return this.nth(-1);
  }

  /** Runs a function with the element; there may be one only. */
  async #ask(fn, arg) {
    const { value, error, found } = await this.place.run(fn, arg, this.selector);
    if (error) throw new Error(error);
    if (found > 1) throw new Error(`${found} elements are ${this.selector}`);
    return { value, found };
  }

  async evaluate(fn, arg) {
    const { value } = await until(PATIENCE, this.selector, async () => {
      const answer = await this.#ask(fn, arg);
      return answer.found === 1 && answer;
    });
    return value;
  }

  async evaluateAll(fn, arg) {
    const { value, error } = await this.place.run(fn, arg, this.selector, true);
    if (error) throw new Error(error);
    return value;
  }

  count() {
    return this.evaluateAll((elements) => elements.length);
  }

  allInnerTexts() {
    return this.evaluateAll((elements) => elements.map((element) => element.innerText));
  }

  async isVisible() {
    const { value } = await this.#ask((element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 0 && height > 0 && getComputedStyle(element).visibility === 'visible';
    });
    return !!value;
  }

  async isHidden() {
    return !(await this.isVisible());
  }

  isDisabled() {
    return this.evaluate((element) => element.matches(':disabled'));
  }

  isChecked() {
    return this.evaluate((element) => element.checked);
  }

  async waitFor({ state = 'visible', timeout = PATIENCE } = {}) {
    const wanted = {
      visible: () => this.isVisible(), hidden: () => this.isHidden(), attached: async () => (await this.count()) > 0, detached: async () => (await this.count()) === 0,
    };
    await until(timeout, `${this.selector} ${state}`, wanted[state]);
  }

  async boundingBox() {
    const box = await this.evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x, y, width, height };
    });
    return (await this.isVisible()) ? box : null;
  }

  /** Where to press the element, once it is seen, rests, and nothing else lies there. */
  #place({ position = null } = {}) {
    return until(PATIENCE, `${this.selector} that can be pressed`, async () => {
      const { value } = await this.#ask(async (element, position) => {
        if (element.matches(':disabled')) return null;
        element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
        const before = element.getBoundingClientRect();
        await new Promise((resolve) => { requestAnimationFrame(resolve); });
        const { x, y, width, height } = element.getBoundingClientRect();
        if (!width || !height || x !== before.x || y !== before.y) return null;
        const at = position ? [x + position.x, y + position.y] : [x + width / 2, y + height / 2];
        const top = topAt(...at);
        // What lies on top is the element, in it, or its label.
        for (let node = top; node; node = node.assignedSlot ?? node.parentNode ?? node.host) {
          if (node === element || node.control === element) return at;
        }
        return element.contains(top) ? at : null;
      }, position);
      return value;
    });
  }

  async click(options) {
    await this.place.mouse.click(...(await this.#place(options)));
  }

  async hover(options) {
    await this.place.mouse.move(...(await this.#place(options)));
  }

  async tap(options) {
    await this.place.touchscreen.tap(...(await this.#place(options)));
  }

  async check() {
    if (!(await this.isChecked())) await this.click();
  }

  async uncheck() {
    if (await this.isChecked()) await this.click();
  }

  /** Writes a value as somebody would who types it all at once. */
  async fill(value) {
    await this.waitFor();
    await this.evaluate((element, value) => {
      element.focus();
      element.value = value;
      element.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, inputType: 'insertText', data: value }));
      element.dispatchEvent(new Event('change', { bubbles: true }));
    }, value);
  }

  /** Chooses by value or by label. */
  async selectOption(choice) {
    await this.waitFor();
    await this.evaluate((element, choice) => {
      const text = choice.label ?? choice.value ?? choice;
      const option = [...element.options].find(({ value, label }) => value === text || label === text);
      element.value = option.value;
      element.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      element.dispatchEvent(new Event('change', { bubbles: true }));
    }, choice);
  }

  scrollIntoViewIfNeeded() {
    return this.evaluate((element) => element.scrollIntoView({ block: 'nearest', behavior: 'instant' }));
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

  inputValue() {
    return this.evaluate((element) => element.value);
  }

  getAttribute(name) {
    return this.evaluate((element, name) => element.getAttribute(name), name);
  }

  screenshot() {
    return this.place.screenshot();
  }
}

/** Asks until the answer is something, and gives it. */
export async function until(timeout, what, ask) {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${timeout} ms for ${what}`);
    await sleep(40);
  }
}
