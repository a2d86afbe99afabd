// <central-asia-map>: attributes, methods and the element's life. The live map behind it is web/live.js.

import { dress, show } from './dress.js';
import { locate, MapError, pause } from './fetching.js';
import { follow } from './follow.js';
import { nearestLang } from './lang.js';
import { LiveMap } from './live.js';
import { builtIn, loadAtlas, loadEngine, loadFacts, loadMore, loadRelief, loadStory, loadWords } from './loading.js';
import { Overlays } from './overlay.js';
import { promise } from './promise.js';
import { properties, reflect, upgrade } from './properties.js';
import * as questions from './questions.js';
import { toPNG } from './stills.js';
import { failure } from './ui/failure.js';

export { query } from './address.js';
export { MapError, places } from './fetching.js';

// On a server there is no page: the module can be imported, and does nothing.
const { HTMLElement = Object } = globalThis;

/** Attributes of a map that is there, in the order in which they apply: all but `loading` are the engine's. */
const SETTINGS = [
  'loading', 'projection', 'gestures', 'controls', 'theme', 'boundaries', 'lang', 'names', 'relief', 'step', 'shade', 'year', 'closed', 'route', 'layers', 'selected', 'bounds', 'center', 'zoom',
];
const ATTRIBUTES = ['src', 'overlay', ...SETTINGS];
/** Id of the layer that the attribute `overlay` adds. */
const OVERLAY = 'overlay';

export class CentralAsiaMapElement extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  /** Lets `map` follow the blocks with `data-map-step` in `root` as they are scrolled by; gives a function that ends it. */
  static follow = follow;

  #root = this.attachShadow({ mode: 'open' });
  #internals = this.attachInternals?.();
  #map = null;
  #source = null;
  // Names of attributes that changed since the last microtask.
  #changed = new Set();
  // The last good value of each attribute.
  #good = {};
  // Attributes that may be good once more files have come, and what is on its way: the atlas's files, an overlay.
  #late = new Set();
  #pending = 0;
  // Compared after every await: what was begun for an earlier start is dropped.
  #start = null;
  // The attribute `src` of the latest start.
  #from = null;
  #leaving = 0;
  #visible = null;
  #ready = promise();
  #failure = failure(() => this.retry());
  #overlays = new Overlays({
    map: () => this.#map,
    live: () => this.#live(),
    has: (layer) => this.#source?.manifest.layers.some(({ id }) => id === layer),
    emit: (name, detail) => this.#emit(name, detail),
    report: (detail) => this.#report(detail),
  });
  // A map whose engine has stopped: its picture stays until there is another.
  #frozen = null;
  // Its state and its overlays, while there is another to be made of them.
  #kept = null;
  // Engines that stopped under this element within the last minute.
  #stops = 0;

  constructor() {
    super();
    dress(this.#root);
    this.#root.append(document.createElement('slot'), this.#failure.element);
    // The attributes follow the map, which is not told of it again.
    const echo = (name, value) => {
      reflect(this, name, value);
      this.#changed.delete(name);
    };
    this.addEventListener('map-select', ({ detail: { id } }) => echo('selected', id));
    this.addEventListener('map-step', ({ detail: { step } }) => echo('step', step));
  }

  connectedCallback() {
    clearTimeout(this.#leaving);
    // A page may have set properties before this module came.
    upgrade(this, ATTRIBUTES);
    // Elsewhere in the page there may be other colours.
    if (this.#map) return this.#map.recolor();
    if (this.#start) return;
    if (this.getAttribute('loading') === 'lazy') {
      this.#visible ??= new IntersectionObserver((entries) => {
        if (entries.some((entry) => entry.isIntersecting)) this.#begin();
      }, { rootMargin: '200px' });
      this.#visible.observe(this);
    } else {
      this.#begin();
    }
  }

  disconnectedCallback() {
    // Moving an element disconnects and connects it in one task: only what is still away after it has left.
    this.#leaving = setTimeout(() => {
      if (this.isConnected) return;
      this.#end();
      this.#ready.reject(new MapError({ code: 'removed', message: 'the map was removed before it was ready' }));
    });
  }

  // A document takes no stylesheet of another.
  adoptedCallback() {
    dress(this.#root);
  }

  // Browsers that can move an element in one step call this alone.
  connectedMoveCallback() {
    this.#map?.recolor();
  }

  attributeChangedCallback(name, before, after) {
    // The same address once more is a wish to try again.
    if (before === after && (name !== 'src' || this.#start)) return;
    this.#change(name);
  }

  #change(name) {
    if (this.#changed.size === 0) queueMicrotask(() => this.#apply());
    this.#changed.add(name);
  }

  /** Settles when the map is drawn for the first time; rejects with the reason if it cannot be. */
  get ready() {
    return this.#ready.promise;
  }

  /** Tries again after a failure; of a map that is there, asks for the files that did not come. Gives `ready`. */
  retry() {
    if (this.#map) {
      this.#pending++;
      this.#change('lang');
      this.#learn(this.#start);
    } else if (!this.#start && this.isConnected) this.#begin();
    return this.ready;
  }

  /** One plain state: the same keys as the attributes. */
  save() {
    const state = this.#live().state();
    for (const name of ['theme', 'projection', 'boundaries', 'names']) if (this.#good[name]) state[name] = this.#good[name];
    return state;
  }

  /** Sets what `save` gave; what the state lacks stays. */
  restore(state) {
    for (const [name, value] of Object.entries(state)) {
      if (!SETTINGS.includes(name)) continue;
      reflect(this, name, value);
      // The map may have moved on from what the attribute still says.
      this.#change(name);
    }
  }

  /** Flies to a step of the story by id, or with none to the overview. Settles when the flight has begun. */
  async goTo(step) {
    await this.#ready.promise;
    await loadStory(this.#source);
    this.#act((handle) => handle.tell(step ?? undefined, true));
  }

  /** Flies to a feature, layer or overlay by id, or to `[west, south, east, north]` in degrees. */
  fit(target) {
    this.#act((handle) => handle.fit(this.#overlays.word(target), true));
  }

  /** Sets centre and zoom without a flight, in the next frame. */
  setView({ center = [NaN, NaN], zoom = NaN }) {
    this.#act((handle) => handle.goTo(center[0], center[1], zoom, false));
  }

  /** Flies to `{center, zoom}`, `{id}` or `{bounds}`. */
  flyTo({ id, bounds, center = [NaN, NaN], zoom = NaN }) {
    const target = id ?? bounds;
    this.#act((handle) => (target ? handle.fit(this.#overlays.word(target), true) : handle.goTo(center[0], center[1], zoom, true)));
  }

  /** Selects a feature by id, or none; one that is on its way, once it is there and nothing else has been asked for since. */
  select(id) {
    try {
      this.#act((handle) => handle.setAttribute('selected', id ?? undefined));
    } catch (thrown) {
      if (!this.#map || !this.#pending) throw thrown;
    }
    if (this.#pending) this.selected = id;
  }

  /** The feature at CSS pixels of the element, `{id, layer, name, lngLat}`, or `null`. */
  featureAt(x, y) {
    return this.#live().locate(questions.FEATURE_AT, x, y);
  }

  /** Where `[lon, lat]` is drawn, `[x, y]` in CSS pixels of the element; `null` for what is not on the map. */
  project([lon, lat]) {
    return this.#live().locate(questions.PROJECT, lon, lat);
  }

  /** What `[x, y]` in CSS pixels of the element shows, `[lon, lat]`; `null` beside the map. */
  unproject([x, y]) {
    return this.#live().locate(questions.UNPROJECT, x, y);
  }

  /** Everything that can be selected: a list of `{id, layer, name}`. */
  features() {
    return this.#live().ask(questions.FEATURES);
  }

  /**
   * Lays GeoJSON over the map as a layer: an object, an address, a `File` or `Blob`, an `ArrayBuffer` or a stream.
   * Settles with `{features, skipped, warnings}` when it is drawn; rejects with the reason, and the map is as before. `signal` ends it.
   */
  addOverlay(id, source, options) {
    return this.#overlays.add(id, source, options);
  }

  /** Takes an overlay away; one that is being read is not read on. */
  removeOverlay(id) {
    const word = this.#overlays.remove(id);
    this.#act((handle) => handle.removeOverlay(word));
  }

  /** The map in words: the view, what is selected, and everything that is in view. */
  describe() {
    return this.#live().answer(questions.DESCRIBE);
  }

  /** The picture as an SVG document, the relief in it as a picture unless that is not wanted. */
  toSVG({ relief = true } = {}) {
    return this.#live().toSVG(relief);
  }

  /** The same as PNG: a promise of a `Blob` with `scale` pixels to a CSS pixel. */
  toPNG({ scale = devicePixelRatio, relief = true } = {}) {
    return toPNG(this.toSVG({ relief }), scale).catch((thrown) => { throw MapError.from(thrown); });
  }

  #live() {
    if (!this.#map) throw new MapError({ code: 'not-ready', message: 'the map is not ready: await its `ready` first' });
    return this.#map;
  }

  #act(change) {
    const map = this.#live();
    try {
      map.perform(change(map.handle));
    } catch (thrown) {
      throw MapError.from(thrown);
    }
  }

  async #begin() {
    this.#visible?.disconnect();
    this.#visible = null;
    if (this.#ready.settled) this.#ready = promise();
    const start = (this.#start = {});
    this.#failure.wait(nearestLang(this));
    this.#from = this.getAttribute('src');
    const kept = this.#kept;
    if (!kept) this.#overlays.laid.clear();
    try {
      if (!this.#root.adoptedStyleSheets?.length || !globalThis.ResizeObserver) {
        throw new MapError({ code: 'browser-old', message: 'this browser is too old: it lacks constructed stylesheets or ResizeObserver' });
      }
      const source = locate(this.#from ?? builtIn);
      // The task that made the element may say more of it.
      await null;
      // Its failure is met when the words are needed.
      loadWords(nearestLang(this)).catch(() => {});
      const [engine, loaded] = await Promise.all([loadEngine(), loadAtlas(source)]);
      // A step is part of the first picture where one is asked for.
      if (this.hasAttribute('step') || this.hasAttribute('shade')) await loadStory(loaded);
      // What is selected may have come after the first picture.
      if (kept) await Promise.allSettled([loadStory(loaded), loadMore(loaded, false)]);
      if (this.#start !== start) return;
      // Another map's call stopped the engine meanwhile.
      if (engine.stopped.aborted) return void this.#begin();
      this.#source = loaded;
      const lang = kept?.state.lang ?? nearestLang(this);
      const map = (this.#map = new LiveMap(this, this.#root, engine, loaded.atlas));
      map.laid = this.#overlays.laid;
      engine.stopped.addEventListener('abort', () => this.#replace(engine.stopped.reason), { signal: map.signal });
      loaded.maps.add(map);
      await Promise.all([this.#speak(map, lang), pause()]);
      if (this.#start !== start) return;
      // Over the new map until that is as the old one was.
      if (this.#frozen) this.#root.append(this.#frozen.element);
      for (const overlay of kept?.overlays ?? []) await this.addOverlay(...overlay).catch(() => {});
      if (this.#start !== start) return;
      this.#changed.clear();
      this.#good = {};
      this.#late.clear();
      this.#pending = 1;
      this.#set('lang', lang);
      for (const [name, value] of this.#asked(SETTINGS, kept?.state)) if (value !== null || kept) this.#set(name, value);
      await map.build();
      map.drawn.then(() => {
        if (this.#map !== map) return;
        show(this.#root, this.#internals, true);
        this.#thaw();
      });
      await map.settled;
      if (this.#start !== start) return;
      // Whoever was told to wait is told that it is over.
      if (this.#failure.tell('')) map.say(() => map.element.ariaLabel);
      for (const problem of loaded.problems) this.#report(problem);
      if (this.hasAttribute('overlay')) this.#lay();
      this.#ready.resolve(this);
      this.#emit('map-ready', {});
      this.#learn(start);
    } catch (thrown) {
      if (this.#start === start) this.#fail(MapError.from(thrown));
    }
  }

  #fail(error) {
    this.#end(true);
    this.#failure.tell(error.message, nearestLang(this));
    if (this.#ready.settled) this.#ready = promise();
    this.#ready.reject(error);
    this.#report(error.detail);
  }

  /** The engine has stopped: its last picture stays while another takes its place, as long as that helps. */
  #replace(error) {
    this.#overlays.end();
    setTimeout(() => this.#stops--, 60_000);
    this.#stops++;
    // From the second time on: the state or an overlay may be what stops it.
    this.#kept = this.#stops === 1 ? { state: { ...this.#good, ...JSON.parse(this.#map.kept ?? '{}') }, overlays: [...this.#overlays.laid.values()] } : null;
    if (this.#frozen) {
      this.#map.end();
    } else {
      this.#map.stop();
      this.#frozen = this.#map;
    }
    this.#map = null;
    if (this.#stops > 2) return this.#fail(error);
    this.#report(error.detail);
    this.#begin();
  }

  /** Takes away what was left of a map whose engine has stopped. */
  #thaw() {
    this.#frozen?.end();
    this.#frozen = this.#kept = null;
  }

  /** Facts, rivers, regions and towns are not needed for the first picture; they come after it. */
  async #learn(start) {
    const source = this.#source;
    try {
      const told = loadStory(source).then(() => [], ({ detail }) => [detail]);
      const found = await Promise.all([told, loadFacts(source), loadMore(source, false)]);
      if (this.#start !== start) return;
      this.#come();
      this.#act((handle) => handle.factsArrived());
      for (const problem of found.flat()) this.#report(problem);
      const relief = await loadRelief(source);
      if (this.#start !== start) return;
      if (relief) {
        this.#map.relief = relief.uri;
        this.#act((handle) => handle.setRelief(relief.picture));
      }
    } catch (thrown) {
      // An engine that stopped has been told of, and another learns.
      if (this.#start !== start) return;
      this.#report(MapError.from(thrown).detail);
    }
    this.removeEventListener('map-view', this.#look);
    this.addEventListener('map-view', this.#look);
    this.#look({ detail: this.save() });
  }

  /** Details come when the reader looks that close. */
  #look = async ({ detail: { zoom } }) => {
    const source = this.#source;
    if (!source || zoom < (source.manifest.detailZoom ?? Infinity)) return;
    this.removeEventListener('map-view', this.#look);
    // An engine that stopped has been told of.
    for (const problem of await loadMore(source, true).catch(() => [])) this.#report(problem);
  };

  /** Something has come, or will not: what was no good may be good now. */
  #come() {
    if (this.#pending) this.#pending--;
    const late = SETTINGS.filter((name) => this.#late.delete(name));
    for (const [name, value] of this.#asked(late)) this.#set(name, value);
  }

  /** Ends the map; where `keep` is set, the picture of one whose engine has stopped stays. */
  #end(keep = false) {
    this.#visible?.disconnect();
    this.#visible = null;
    this.#start = null;
    this.#overlays.end();
    this.#failure.tell('');
    this.#source?.maps.delete(this.#map);
    this.#map?.end();
    this.#map = null;
    if (keep && this.#frozen) return;
    this.#thaw();
    show(this.#root, this.#internals, false);
  }

  #apply() {
    const changed = this.#changed;
    this.#changed = new Set();
    if (this.#visible && this.getAttribute('loading') === 'lazy') return;
    const again = changed.has('src') && (!this.#start || this.getAttribute('src') !== this.#from);
    if (this.isConnected && (again || this.#visible)) {
      this.#end();
      this.#begin();
      return;
    }
    if (!this.#map) return;
    if (changed.has('overlay')) this.#lay();
    for (const [name, value] of this.#asked(SETTINGS.filter((name) => changed.has(name)))) this.#set(name, value);
  }

  /** What is asked for: all of it, before the first, a step say, is reflected in others. */
  #asked(names, state) {
    return names.map((name) => [name, state && name in state ? state[name] : this.getAttribute(name)]);
  }

  /** Adds what the attribute `overlay` names; a failure has been reported by then. */
  #lay() {
    const address = this.getAttribute('overlay');
    if (address === null) return this.removeOverlay(OVERLAY);
    const start = this.#start;
    this.#pending++;
    this.addOverlay(OVERLAY, address, { title: address.replace(/.*\//, '') }).catch(() => {}).then(() => this.#start === start && this.#come());
  }

  #set(name, value) {
    const map = this.#map;
    try {
      if (name === 'lang') {
        const lang = value || nearestLang(this);
        // Numbers are written in it, too.
        Intl.getCanonicalLocales(lang);
        map.perform(map.handle.setAttribute('lang', lang));
        if (map.wanted !== lang) this.#speak(map, lang).catch(() => {});
      } else if (name === 'loading') {
        if (![null, 'eager', 'lazy'].includes(value)) throw new TypeError(`loading="${value}" is unknown; expected eager or lazy`);
      } else {
        map.perform(map.handle.setAttribute(name, value === null ? undefined : String(value)));
        this.#good[name] = value;
        // A step that is still to come would take it away again.
        if (this.#late.has('step')) this.#late.add(name);
      }
    } catch (thrown) {
      // It may name something that is on its way.
      if (this.#pending > 0) return void this.#late.add(name);
      this.#report({ code: 'bad-attribute', message: MapError.from(thrown).message, path: name });
    }
  }

  /** Gives a map the interface's words. It can be used with those of another language, but not without any. */
  async #speak(map, lang) {
    let failed;
    map.wanted = lang;
    for (const language of map.speaks ? [lang] : new Set([lang, 'en'])) {
      try {
        const json = await loadWords(language);
        // Another language has been asked for since then.
        if (this.#map !== map || map.wanted !== lang) return;
        map.perform(map.handle.setStrings(json, 'text'));
        map.speaks = true;
        return;
      } catch (thrown) {
        failed ??= MapError.from(thrown);
        this.#report(MapError.from(thrown).detail);
      }
    }
    if (map.wanted === lang) map.wanted = null;
    if (!map.speaks) throw failed;
  }

  #report(detail) {
    this.#emit('map-error', detail);
    // A mistake in a file is for who made it; that one did not come concerns the reader.
    if (/^(data|text)-/.test(detail.code)) this.#map?.say(this.#map.text('load.failed'));
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

properties(CentralAsiaMapElement.prototype, ATTRIBUTES.filter((name) => name !== 'lang'));

if (globalThis.customElements && !customElements.get('central-asia-map')) {
  customElements.define('central-asia-map', CentralAsiaMapElement);
}
