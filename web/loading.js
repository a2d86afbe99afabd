// The engine and the atlases, loaded once for all maps on a page.

import { get, here, MapError, pause } from './fetching.js';
import begin from './pkg/central_asia_map.js';
import { together } from './together.js';

/** Runs `make` once per key; a failure is forgotten, so that the next map tries again. */
function once(cache, key, make) {
  let promise = cache.get(key);
  if (!promise) {
    promise = make();
    cache.set(key, promise);
    // By then another may have taken its place: the caches are emptied when an engine stops.
    promise.catch(() => cache.get(key) === promise && cache.delete(key));
  }
  return promise;
}

const engines = new Map();

/**
 * The engine: the classes of an instance, and in `stopped` the signal that it has stopped. Then nothing that it made is of any
 * use, and whoever asks again gets another.
 */
export function loadEngine() {
  return once(engines, '', async () => {
    if (typeof WebAssembly !== 'object') {
      throw new MapError({
        code: 'wasm-unsupported',
        message: 'this browser has no WebAssembly, or it is switched off',
      });
    }
    const url = new URL('pkg/central_asia_map_bg.wasm', here);
    const response = await get(url, 'wasm');
    const type = response.headers.get('content-type')?.split(';')[0].trim();
    if (type !== 'application/wasm') {
      throw new MapError({
        code: 'wasm-type',
        message: `the server sends ${url} as ${type || 'no type at all'}; it must send it as application/wasm`,
        url: url.href,
      });
    }
    const stop = new AbortController();
    stop.signal.addEventListener('abort', () => [engines, atlases, facts, more].forEach((cache) => cache.clear()));
    try {
      return { ...await begin(await compiled(response), (functions) => guarded(functions, stop)), stopped: stop.signal };
    } catch (error) {
      throw new MapError({ ...refusal(error, url), url: url.href });
    }
  });
}

/** The module that comes: in parts, or whole where it is not to be published. */
async function compiled(response) {
  const module = await WebAssembly.compileStreaming(response);
  const [parts] = WebAssembly.Module.customSections(module, 'parts');
  if (!parts) return module;
  let whole;
  try {
    whole = together(new Uint8Array(parts));
  } catch {
    throw new WebAssembly.CompileError('its parts do not fit');
  }
  return WebAssembly.compile(whole);
}

/**
 * The functions of an instance, which know when one of them has stopped it: by a panic, for want of memory, or by what a canvas
 * threw through it. Its memory is then as it was in the middle of something, so nothing of it runs again.
 */
function guarded(functions, stop) {
  const { signal } = stop;
  const guard = (name, run) => (...words) => {
    if (signal.aborted) {
      // What was made is given back late, and by nobody who could hear of it.
      if (name.startsWith('__')) return 0;
      throw signal.reason;
    }
    try {
      return run(...words);
    } catch (error) {
      // Misuse of the glue is told by plain errors, before anything has run.
      if (error.constructor === Error) throw error;
      stop.abort(new MapError({ code: 'engine-stopped', message: `the engine stopped (${error.message}): it had no memory left, or made a mistake` }));
      throw signal.reason;
    }
  };
  return Object.fromEntries(Object.entries(functions).map(([name, run]) => [name, typeof run === 'function' ? guard(name, run) : run]));
}

/** Why a browser did not take the module. */
function refusal(error, url) {
  const { CompileError, LinkError } = WebAssembly;
  if (/Content Security Policy|CSP|unsafe-eval|disallowed by embedder/i.test(error?.message)) {
    return { code: 'wasm-refused', message: "the page's policy forbids WebAssembly; its script-src needs 'wasm-unsafe-eval'" };
  }
  if (error instanceof RangeError) return { code: 'out-of-memory', message: `there is no memory left for the map: ${error.message}` };
  // What another build wants to import is not there, which is no error of linking.
  if (error instanceof CompileError || error instanceof LinkError || /import/i.test(error?.message)) {
    return { code: 'wasm-broken', message: `${url} is no WebAssembly module that this browser and this script know: ${error.message}` };
  }
  return { code: 'wasm-network', message: `${url} did not come whole: ${error?.message}` };
}

const atlases = new Map();
const facts = new Map();
const more = new Map();
const words = new Map();

/** The built-in atlas. */
export const builtIn = new URL('data/atlas.json', here);

/**
 * The atlas whose manifest is at `url`: the handle that maps are made of, and what was left out or mended in it.
 * The files are fetched while the engine still compiles.
 */
export function loadAtlas(url) {
  return once(atlases, String(url), async () => {
    const engine = loadEngine();
    // The engine's failure is reported by whoever awaits it below; until then it is not unhandled.
    engine.catch(() => {});
    const [first, ...packed] = unpacked(new Uint8Array(await get(url, 'data', 'arrayBuffer')));
    const json = new TextDecoder().decode(first);
    const manifest = parsed(json);
    const files = filesOf(manifest).map((file, index) => ({
      file,
      // What is not there of a pack that was cut is empty, which the engine tells.
      bytes: packed.length ? Promise.resolve(packed[index] ?? []) : get(new URL(file, url), 'data', 'arrayBuffer'),
    }));
    for (const { bytes } of files) bytes.catch(() => {});
    const { AtlasHandle } = await engine;
    const name = String(url);
    let atlas;
    try {
      await pause();
      atlas = new AtlasHandle(json, name);
      await pause();
      for (const { file, bytes } of files) {
        atlas.add(file, new Uint8Array(await bytes));
        await pause();
      }
      const problems = JSON.parse(atlas.finish());
      await pause();
      while (atlas.project()) await pause();
      await pause();
      return { atlas, manifest, url, problems, maps: new Set(), taken: new Set() };
    } catch (error) {
      atlas?.free();
      throw MapError.from(error, name);
    }
  });
}

/**
 * The manifest, and the files that its first picture needs where they are packed with it: then it is a JSON array with each of
 * them on a line of its own, so that they are read one after the other, and the manifest first.
 */
function unpacked(bytes) {
  if (bytes[0] !== 0x5b) return [bytes];
  const parts = [];
  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(10, at);
    const end = found < 0 ? bytes.length : found;
    // In place of the bracket or comma: what is wrong is told with its place.
    bytes[at] = 0x20;
    parts.push(bytes.subarray(at, end));
    at = end + 1;
  }
  return parts;
}

/** The manifest, or `null`: the engine judges whether it is good, and says what is not. */
function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** The names of the files that a manifest's first picture needs. */
function filesOf(manifest) {
  const layers = Array.isArray(manifest?.layers) ? manifest.layers : [];
  const data = layers.flatMap((layer) => layer?.data ?? []);
  return [manifest?.tracks, ...data].filter((entry) => typeof entry === 'string');
}

/**
 * Fetches what comes after the first picture, or when the reader zooms in (`detail`), and gives it to the atlas's handle.
 * Every map of the atlas is told when all is there. Resolves with the problems met; what did not come may be asked for again.
 */
export function loadMore(loaded, detail) {
  const { atlas, manifest, url, maps, taken } = loaded;
  const key = `${detail} ${url}`;
  return once(more, key, async () => {
    const problems = [];
    const files = manifest.layers.flatMap(({ later = [], detail: details = [] }, layer) => {
      const names = (detail ? details : later).filter((file) => !taken.has(file));
      return names.map((file) => ({ layer, file, bytes: get(new URL(file, url), 'data', 'arrayBuffer') }));
    });
    for (const { bytes } of files) bytes.catch(() => {});
    for (const { layer, file, bytes } of files) {
      try {
        const come = new Uint8Array(await bytes);
        taken.add(file);
        problems.push(...JSON.parse(atlas.grow(layer, detail, file, come)));
      } catch (error) {
        problems.push(MapError.from(error, file).detail);
      }
      await pause();
    }
    if (files.some(({ file }) => !taken.has(file))) more.delete(key);
    for (const map of maps) map.atlasGrew();
    return problems;
  });
}

/** Fetches the story that the manifest names; every map of the atlas is told when it is there. */
export function loadStory({ atlas, manifest, url, maps }) {
  const { story } = manifest;
  if (typeof story !== 'string') return Promise.resolve();
  return once(more, `story ${url}`, async () => {
    const text = await get(new URL(story, url), 'data', 'text');
    try {
      atlas.addStory(story, text);
    } catch (error) {
      throw MapError.from(error, story);
    }
    for (const map of maps) map.atlasGrew();
  });
}

/**
 * The relief of an atlas for all its maps, `null` where it has none: the decoded picture for the canvas, and the file as a
 * `data:` URI for pictures to take away.
 */
export function loadRelief({ manifest, url }) {
  if (!manifest.relief) return Promise.resolve(null);
  return once(more, `relief ${url}`, async () => {
    const file = new URL(manifest.relief.file, url);
    const bytes = new Uint8Array(await get(file, 'data', 'arrayBuffer'));
    // By the first byte, whatever the server says: documents of this map and of the command line are the same.
    const type = { 0x52: 'webp', 0xff: 'jpeg' }[bytes[0]] ?? 'png';
    const blob = new Blob([bytes], { type: `image/${type}` });
    const [picture, uri] = await Promise.all([createImageBitmap(blob).catch(() => null), dataUri(blob)]);
    // Browsers draw what there is of a picture that was cut; this kind says how long it is.
    const cut = type === 'webp' && bytes[4] + (bytes[5] << 8) + (bytes[6] << 16) + 8 > bytes.length;
    if (!picture || cut) throw new MapError({ code: 'data-broken', message: `${file} is no picture, or did not come whole`, url: file.href });
    return { picture, uri };
  });
}

function dataUri(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** Fetches the facts of an atlas and gives them to its handle; resolves with the problems met, and then may be asked again. */
export function loadFacts({ atlas, manifest, url }) {
  const key = String(url);
  return once(facts, key, async () => {
    const problems = [];
    const take = async (entry, add) => {
      const isFile = typeof entry === 'string';
      try {
        add(isFile ? entry : key, isFile ? await get(new URL(entry, url), 'data', 'text') : JSON.stringify(entry));
      } catch (error) {
        problems.push(MapError.from(error, String(entry)).detail);
      }
    };
    const entries = manifest.layers.flatMap((layer) => layer.facts ?? []);
    await Promise.all([
      manifest.sources && take(manifest.sources, (file, text) => atlas.addSources(file, text)),
      ...entries.map((entry) => take(entry, (file, text) => atlas.addFacts(file, text))),
    ]);
    atlas.finishFacts();
    if (problems.length) facts.delete(key);
    return problems;
  });
}

/** Languages that the interface has words in. */
const LANGUAGES = ['en', 'ru', 'zh'];

/** The interface's words in the language of `lang`, or in English: JSON. */
export function loadWords(lang) {
  const language = LANGUAGES.find((known) => known === lang.toLowerCase().split('-')[0]) ?? LANGUAGES[0];
  const url = new URL(`text/${language}.json`, here);
  return once(words, language, async () => {
    const text = await get(url, 'text', 'text');
    // What is broken is not kept.
    if (!parsed(text)) throw new MapError({ code: 'not-json', message: `${url} is no JSON`, url: url.href });
    return text;
  });
}
