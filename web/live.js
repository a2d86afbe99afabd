// One live map: the engine's handle, the elements around the canvas, and the loop from answers to what they ask for.

import { ALL, ANIMATE, CONTROLS, DRAW, GO_ON, HOVER_CHANGED, LAYERS_CHANGED, PALETTE, PANEL, SELECTION_CHANGED, STEP_CHANGED, VIEW_CHANGED, WORDS } from './changes.js';
import { make } from './dom.js';
import { pause } from './fetching.js';
import { listen } from './input.js';
import * as questions from './questions.js';
import { paper } from './stills.js';
import { announcer } from './ui/announcer.js';
import { credit } from './ui/credit.js';
import { dock } from './ui/dock.js';
import { help } from './ui/help.js';
import { hint } from './ui/hint.js';
import { language } from './ui/language.js';
import { legend } from './ui/legend.js';
import { pan } from './ui/pan.js';
import { panel } from './ui/panel.js';
import { preview } from './ui/preview.js';
import { routes } from './ui/routes.js';
import { rove } from './ui/rove.js';
import { search } from './ui/search.js';
import { share } from './ui/share.js';
import { sheet } from './ui/sheet.js';
import { words } from './ui/words.js';
import { zoom } from './ui/zoom.js';

/**
 * The controls in the order of the Tab key, in which Escape closes what they have opened: facts lie over the dock. The attribute
 * `controls` names those that can be switched off.
 */
const CONTROLS_MADE = { words, help, announcer, preview, hint, search, legend, zoom, pan, routes, share, language, credit, panel, dock, sheet };

/** A task that has taken so long is ended, milliseconds. */
const SLICE = 6;

/** A view that has been the same for so long is told to the controls, milliseconds. */
const CALM = 100;

/** A map that has not been drawn by then is not seen, milliseconds. */
const UNSEEN = 1000;

/** Below this height the column of tools is scrolled, CSS pixels. */
const LOW = 420;

/** Above this height the story's card opens by itself, CSS pixels: there is room for the map too. */
const TALL = 520;

/** What is there whatever the attribute says. */
const UNNAMED = ['words', 'help', 'announcer', 'hint', 'credit', 'dock', 'sheet'];

/** What a control's module is called with. */
export class LiveMap {
  #abort = new AbortController();
  #due = 0;
  #request = 0;
  #calm = 0;
  #goesOn = false;
  #controls = [];
  /** Where controls stand: the top corners. A column of buttons is one stop of the Tab key. */
  #places = { start: make('div', { class: 'start' }), end: make('div', { class: 'end', role: 'toolbar', 'aria-orientation': 'vertical' }) };
  #roveTools = () => {};
  /** The schemes that the reader's media ask for, the strongest first. */
  #schemes = Object.entries({
    forced: '(forced-colors: active)',
    print: 'print',
    dark: '(prefers-color-scheme: dark)',
    contrast: '(prefers-contrast: more)',
  }).map(([name, query]) => ({ name, query: matchMedia(query) }));
  #reduced = matchMedia('(prefers-reduced-motion: reduce)');
  // The custom properties that the colours are of.
  #colored;
  // The latest size, and whether the map is so far out of sight that it holds no bitmap.
  #entry = null;
  #away = true;
  #draws;
  #settles;
  /** Whom to tell when the picture is whole, or nobody sees it. */
  #waiting = [];
  /** Settles when the whole map is on the screen for the first time. */
  drawn = new Promise((resolve) => (this.#draws = resolve));
  /** Settles by then, or when it turns out that nobody sees the map yet. */
  settled = new Promise((resolve) => (this.#settles = resolve));

  /** Makes the map of `atlas` inside the shadow `root` of `host`; nothing is around it yet. Throws a sentence where there can be none. */
  constructor(host, root, engine, atlas) {
    /** The element. */
    this.host = host;
    /** The drawing surface. */
    this.canvas = make('canvas', { part: 'canvas', tabindex: 0, role: 'application', 'aria-describedby': 'help.map' });
    /** The engine's `MapHandle`; what its methods answer goes to `perform`. */
    this.handle = new engine.MapHandle(this.canvas, atlas);
    /** Everything. */
    this.element = make('div', { class: 'map early', part: 'map', role: 'region' }, this.canvas, ...Object.values(this.#places));
    root.append(this.element);
  }

  /** Builds what is around the map, in several tasks, and begins to draw. */
  async build() {
    const controls = Object.entries(CONTROLS_MADE).map(([name, module]) => ({ name, ...module(this) }));
    this.#places.start.append(make('slot', { name: 'title' }));
    // What the sheet shows goes there when it is opened.
    for (const { element, place } of controls) {
      if (place === 'first') this.canvas.before(element);
      else if (place !== 'sheet') (this.#places[place] ?? this.element).append(element);
    }
    this.element.append(paper(this));
    this.#roveTools = rove(this, this.#places.end, 'button, select');
    listen(this);
    // A step that attributes asked for is there already. Its card would cover a low map.
    const all = this.element.clientHeight > TALL ? ALL | STEP_CHANGED : ALL;
    const steps = controls.map((control) => () => {
      this.#controls.push(control);
      control.update?.(all);
    });
    let since = 0;
    for (const step of [...steps, () => this.perform(PALETTE | CONTROLS | WORDS)]) {
      if (performance.now() > since + SLICE) {
        await pause();
        since = performance.now();
      }
      if (this.signal.aborted) return;
      step();
    }
    for (const query of [this.#reduced, ...this.#schemes.map((scheme) => scheme.query)]) this.on(query, 'change', () => this.perform(PALETTE));
    // A page may change its colours with a class.
    const repainter = new MutationObserver(() => this.recolor());
    for (const node of [this.host, document.body, document.documentElement].filter(Boolean)) repainter.observe(node, { attributes: true });
    const observer = new ResizeObserver((entries) => this.#resize(entries.at(-1)));
    const observe = () => {
      observer.disconnect();
      try {
        // Only this box tells the exact device pixels at fractional ratios.
        observer.observe(this.element, { box: 'device-pixel-content-box' });
      } catch {
        observer.observe(this.element);
      }
      // Observed anew, the size is told again: at another pixel ratio it may be the same in CSS pixels.
      this.on(matchMedia(`(resolution: ${devicePixelRatio}dppx)`), 'change', observe, { once: true });
    };
    observe();
    const watch = new IntersectionObserver((entries) => this.#leave(!entries.at(-1).isIntersecting), { rootMargin: '50%' });
    watch.observe(this.element);
    // In a window that nobody looks at, nothing is told; what is seen is waited for.
    const patience = setTimeout(() => this.#away && this.#waits(), UNSEEN);
    this.on(document, 'visibilitychange', () => document.hidden && this.#tellPicture());
    // Names are drawn with fonts that may come late.
    const redraw = () => this.perform(this.handle.redraw());
    // Held, as WebKit forgets the listeners of one that nothing holds.
    this.fonts = document.fonts;
    this.on(this.fonts, 'loadingdone', redraw);
    // A graphics card that has lost its memory gives back an empty canvas.
    this.on(this.canvas, 'contextrestored', () => this.#entry && this.#resize(this.#entry));
    this.signal.addEventListener('abort', () => {
      this.#tellPicture();
      repainter.disconnect();
      observer.disconnect();
      watch.disconnect();
      clearTimeout(patience);
    });
  }

  /** What an assistive program reads out; until there is something to say it with, nothing. */
  say() {}

  /** Ends with the map; every listener takes it. */
  get signal() {
    return this.#abort.signal;
  }

  /** Listens on something until the map ends. */
  on(target, type, listener, options) {
    target.addEventListener(type, listener, { ...options, signal: this.signal });
  }

  /** What the engine says to one of the questions. */
  answer(question, about = '') {
    return this.handle.answer(question, about);
  }

  /** The same of questions whose answers are JSON. */
  ask(question, about) {
    return JSON.parse(this.answer(question, about));
  }

  /** What it says to one about a place. */
  locate(question, x, y) {
    return JSON.parse(this.handle.locate(question, x, y));
  }

  /** The words of the interface for a key. */
  text(key) {
    return this.answer(questions.TEXT, key);
  }

  /** The attribute `lang` of a name or title: `null` where it is in the language of the interface. */
  tongue(text) {
    // What is no name of the atlas is told by its script.
    const script = text.match(/\p{sc=Han}|(\p{sc=Cyrillic}{2})|([a-z]{3})/iu);
    const lang = this.ask(questions.SPEAKS, text) ? this.answer(questions.LANG).split('-')[0] : script && (script[2] ? 'en' : script[1] ? 'ru' : 'zh');
    return lang === this.element.lang ? null : lang;
  }

  /** Closes what lies on top, and gives the focus back. */
  escape() {
    this.#controls.some(({ escape }) => escape?.());
  }

  /** The state that attributes would restore. */
  state() {
    return this.ask(questions.STATE);
  }

  /** The picture to take away as an SVG document, over the relief once it has arrived; or in the colours of print. */
  toSVG(relief, print = false) {
    return this.handle.toSvg(relief ? this.relief : undefined, print);
  }

  /** Does what an answer of the engine asks for. */
  perform(changes) {
    if (this.signal.aborted || !changes) return;
    if (changes & PALETTE) changes |= this.#askPalette();
    if (changes & WORDS) {
      this.#places.end.ariaLabel = this.text('tools');
      this.canvas.ariaLabel = this.text('map.label');
      this.element.ariaLabel = `${this.text('map.label')}: ${this.answer(questions.TITLE)}`;
      // The interface's words are in one of few languages, whatever the language of the names.
      this.element.lang = this.text('lang');
    }
    const others = changes & ~(DRAW | ANIMATE | GO_ON | VIEW_CHANGED);
    if (others) this.#update(others);
    /** The latest state as JSON: an engine that has stopped cannot be asked. */
    if (changes & ~(DRAW | ANIMATE | GO_ON)) this.kept = this.answer(questions.STATE);
    this.#due |= changes & (DRAW | ANIMATE | VIEW_CHANGED);
    // At most one frame is in flight.
    if (this.#due && !this.#request) this.#request = requestAnimationFrame((time) => this.#frame(time));
    if (changes & GO_ON && !this.#goesOn) {
      this.#goesOn = true;
      pause().then(() => {
        this.#goesOn = false;
        if (!this.signal.aborted) this.#draw(performance.now());
      });
    }
    // Listeners of the page come last: they may change the map again.
    if (changes & SELECTION_CHANGED) this.emit('map-select', this.ask(questions.SELECTED));
    if (changes & HOVER_CHANGED) this.emit('map-hover', this.ask(questions.HOVERED));
    if (changes & STEP_CHANGED) this.emit('map-step', { step: this.state().step });
    if (changes & LAYERS_CHANGED) {
      const { layers } = this.state();
      this.emit('map-layers', { layers: layers === 'none' ? [] : layers.split(' ') });
    }
  }

  /** Dispatches an event of the public kind from the element. */
  emit(name, detail) {
    this.host.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }

  /** Tells the engine what of the map is covered, after something over it came, went or grew. */
  measure() {
    if (!this.#entry) return;
    const map = this.element.getBoundingClientRect();
    const { start, end } = this.#places;
    const insets = { left: 0, right: 0, bottom: 0, covering: [...end.children, ...start.children] };
    for (const { element, covers } of this.#controls) covers?.(insets, element.getBoundingClientRect(), map);
    const covered = insets.covering.flatMap((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return [left - map.left, top - map.top, right - map.left, bottom - map.top];
    });
    this.perform(this.handle.setInsets(insets.left, insets.right, insets.bottom, covered.join()));
  }

  /** Features and details arrived in the atlas. */
  atlasGrew() {
    this.perform(this.handle.atlasGrew());
  }

  /** Ends the map and takes its elements away. */
  end() {
    this.stop();
    this.element.remove();
    this.handle.free();
  }

  /** Ends what the map hears and does; what it shows stays. */
  stop() {
    this.#abort.abort();
    cancelAnimationFrame(this.#request);
    this.element.inert = true;
  }

  #update(changes) {
    if (changes & CONTROLS) {
      const shown = this.answer(questions.CONTROLS).split(' ');
      for (const { name, element } of this.#controls) {
        const optional = !UNNAMED.includes(name);
        element.classList.toggle('off', optional && shown[0] !== 'all' && !shown.includes(name));
      }
      this.#roveTools();
    }
    for (const { update } of this.#controls) update?.(changes);
    if (changes & HOVER_CHANGED) this.element.classList.toggle('over', !!this.ask(questions.HOVERED).id);
    if (changes & (CONTROLS | PANEL | STEP_CHANGED | WORDS)) this.measure();
  }

  #frame(time) {
    this.#request = 0;
    if (this.#due & ANIMATE) {
      this.#due &= ~ANIMATE;
      this.perform(this.handle.frame(time));
    }
    const due = this.#due;
    this.#due &= ANIMATE;
    if (due & DRAW) this.#draw(time);
    if (due & VIEW_CHANGED) {
      const { center, zoom } = this.state();
      // Controls show where the map came to rest: none of them lays the page out anew while a hand moves it.
      clearTimeout(this.#calm);
      this.#calm = setTimeout(() => this.signal.aborted || this.#update(VIEW_CHANGED), CALM);
      this.emit('map-view', { center, zoom });
    }
  }

  #draw(time) {
    // Without a size there is nothing to see.
    if (this.#away || !this.#entry) return;
    const changes = this.handle.draw(time);
    this.perform(changes);
    if (changes & GO_ON) return;
    this.element.classList.remove('early');
    this.#draws();
    this.#waits();
  }

  /** Settles when all that there is to draw is on the screen, or nobody sees it. */
  picture() {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      const drawing = this.#due & DRAW || this.#goesOn;
      if (!drawing || this.#away || !this.#entry || document.hidden || this.signal.aborted) this.#tellPicture();
    });
  }

  #tellPicture() {
    for (const tell of this.#waiting.splice(0)) tell();
  }

  /** The picture is whole, or turns out to be seen by nobody. */
  #waits() {
    this.#settles();
    this.#tellPicture();
  }

  /** Gives the bitmap back while the map is far out of sight, and draws it again before it is in sight. */
  #leave(away) {
    if (away) this.#waits();
    if (away === this.#away) return;
    this.#away = away;
    if (away) this.handle.release();
    else if (this.#entry) this.#resize(this.#entry);
  }

  #resize(entry) {
    this.#entry = entry;
    this.#fit(entry);
    if (this.#away) this.handle.release();
  }

  #fit({ contentRect: { width, height }, devicePixelContentBoxSize }) {
    // Not shown: what was drawn stays for when it is again.
    if (width < 1 || height < 1) return this.#waits();
    const device = devicePixelContentBoxSize?.[0];
    // Where a browser plays another screen, the box is that of its own.
    const pixels = (box, size) => (Math.abs(box - size * devicePixelRatio) < 2 ? box : Math.round(size * devicePixelRatio));
    const deviceWidth = pixels(device?.inlineSize, width);
    const deviceHeight = pixels(device?.blockSize, height);
    this.element.classList.toggle('low', height < LOW);
    for (const { resize } of this.#controls) resize?.(width, height);
    this.measure();
    this.perform(this.handle.resize(width, height, deviceWidth, deviceHeight));
    // The first picture has time.
    if (this.element.classList.contains('early')) return this.perform(GO_ON);
    // A resized canvas is empty: fill it before it is shown.
    this.#due &= ~DRAW;
    this.#draw(performance.now());
  }

  /** The custom properties of the element: a line for each token. */
  #colors() {
    const style = getComputedStyle(this.host);
    return this.answer(questions.TOKENS).split(' ').map((token) => style.getPropertyValue(`--map-${token}`).replaceAll('\n', ' ')).join('\n');
  }

  /** Takes the colours that the page gives the element by now. */
  recolor() {
    if (!this.signal.aborted && this.#colored !== this.#colors()) this.perform(PALETTE);
  }

  /** Colours from the scheme, and from the custom properties of the element over it. */
  #askPalette() {
    const { handle } = this;
    this.#colored = this.#colors();
    const asked = this.#schemes.find((scheme) => scheme.query.matches)?.name ?? 'light';
    this.element.classList.toggle('dark', handle.isDark(asked));
    return handle.setReducedMotion(this.#reduced.matches) | handle.setPalette(asked, this.#colored);
  }
}
