// Fetches the engine and the atlases, once for all maps on a page, and says in words what went wrong.

// Not as `new URL('…', import.meta.url)`: bundlers would take that for a file.
/** The folder of the element's files. */
export const here = new URL(import.meta.url.replace(/[^/]*$/, ''));

/** Where files of ours are that a bundler has moved: addresses by the path that they had beside this module. */
export const places = {};

/** What went wrong, as the `map-error` event tells it. */
export class MapError extends Error {
  /** @param {{code: string, message: string, url?: string, feature?: string, path?: string}} detail */
  constructor(detail) {
    super(detail.message);
    this.name = 'MapError';
    this.detail = detail;
  }

  /** Any thrown thing as a MapError: the engine throws sentences, and problems as JSON. */
  static from(thrown, url) {
    if (thrown instanceof MapError) return thrown;
    if (typeof thrown === 'string') {
      try {
        return new MapError(JSON.parse(thrown));
      } catch {
        return new MapError({ code: 'engine', message: thrown });
      }
    }
    const message = String(thrown?.message ?? thrown);
    return new MapError({ code: 'engine', message, url });
  }
}

/** Runs `make` once per key; a failure is forgotten, so that the next map tries again. */
function once(cache, key, make) {
  let promise = cache.get(key);
  if (!promise) {
    promise = make();
    cache.set(key, promise);
    promise.catch(() => cache.delete(key));
  }
  return promise;
}

async function get(url, kind) {
  // The package's own entry tells the places after this module has run, in the same task.
  await null;
  let response;
  const path = String(url);
  if (path.startsWith(here)) url = places[path.slice(here.href.length)] ?? url;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new MapError({
      code: `${kind}-network`,
      message: `${url} could not be fetched: no connection, or the page's policy (CSP connect-src) or the server's (CORS) forbids it`,
      url: String(url),
    });
  }
  if (!response.ok) {
    throw new MapError({
      code: `${kind}-missing`,
      message: `${url} answered with status ${response.status}`,
      url: String(url),
    });
  }
  return response;
}

const engines = new Map();

/** The engine: the module that wasm-bindgen made, initialised. */
export function loadEngine() {
  return once(engines, '', async () => {
    if (typeof WebAssembly !== 'object') {
      throw new MapError({
        code: 'wasm-unsupported',
        message: 'this browser has no WebAssembly, or it is switched off',
      });
    }
    const url = new URL('pkg/central_asia_map_bg.wasm', here);
    const [response, glue] = await Promise.all([
      get(url, 'wasm'),
      import('./pkg/central_asia_map.js').catch((error) => {
        throw new MapError({
          code: 'script-missing',
          message: `pkg/central_asia_map.js could not be loaded: ${error.message}`,
          url: String(new URL('pkg/central_asia_map.js', here)),
        });
      }),
    ]);
    const type = response.headers.get('content-type')?.split(';')[0].trim();
    if (type !== 'application/wasm') {
      throw new MapError({
        code: 'wasm-type',
        message: `the server sends ${url} as ${type || 'no type at all'}; it must send it as application/wasm`,
        url: String(url),
      });
    }
    try {
      await glue.default({ module_or_path: response });
    } catch (error) {
      const refused = /Content Security Policy|unsafe-eval|disallowed by embedder/i.test(error?.message);
      throw new MapError({
        code: refused ? 'wasm-refused' : 'wasm-broken',
        message: refused
          ? "the page's policy forbids WebAssembly; its script-src needs 'wasm-unsafe-eval'"
          : `${url} is no WebAssembly module of this version: ${error?.message}`,
        url: String(url),
      });
    }
    return glue;
  });
}

const atlases = new Map();
const facts = new Map();
const more = new Map();
const words = new Map();

/** Lets the browser do something else, so that reading a large atlas is no long task. */
const pause = () => new Promise((resolve) => setTimeout(resolve));

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
    const json = await (await get(url, 'data')).text();
    const manifest = parsed(json);
    const files = filesOf(manifest).map((file) => ({
      file,
      bytes: get(new URL(file, url), 'data').then((response) => response.arrayBuffer()),
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
      atlas.project();
      await pause();
      return { atlas, manifest, url, problems, maps: new Set() };
    } catch (error) {
      atlas?.free();
      throw MapError.from(error, name);
    }
  });
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
 * Every map of the atlas is told when all is there. Resolves with the problems met.
 */
export function loadMore(loaded, detail) {
  const { atlas, manifest, url, maps } = loaded;
  return once(more, `${detail} ${url}`, async () => {
    const problems = [];
    const files = manifest.layers.flatMap(({ later = [], detail: details = [] }, layer) => {
      return (detail ? details : later).map((file) => ({ layer, file, bytes: get(new URL(file, url), 'data').then((response) => response.arrayBuffer()) }));
    });
    for (const { bytes } of files) bytes.catch(() => {});
    for (const { layer, file, bytes } of files) {
      try {
        problems.push(...JSON.parse(atlas.grow(layer, detail, file, new Uint8Array(await bytes))));
      } catch (error) {
        problems.push(MapError.from(error, file).detail);
      }
      await pause();
    }
    for (const map of maps) map.atlasGrew();
    return problems;
  });
}

/** Fetches the story that the manifest names; every map of the atlas is told when it is there. */
export function loadStory({ atlas, manifest, url, maps }) {
  const { story } = manifest;
  if (typeof story !== 'string') return Promise.resolve();
  return once(more, `story ${url}`, async () => {
    const text = await (await get(new URL(story, url), 'data')).text();
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
    const response = await get(new URL(manifest.relief.file, url), 'data');
    const bytes = new Uint8Array(await response.arrayBuffer());
    // By the first byte, whatever the server says: documents of this map and of the command line are the same.
    const type = { 0x52: 'webp', 0xff: 'jpeg' }[bytes[0]] ?? 'png';
    const blob = new Blob([bytes], { type: `image/${type}` });
    const [picture, uri] = await Promise.all([createImageBitmap(blob), dataUri(blob)]);
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

/** Fetches the facts of an atlas and gives them to its handle; resolves with the problems met. */
export function loadFacts({ atlas, manifest, url }) {
  return once(facts, String(url), async () => {
    const problems = [];
    const take = async (entry, add) => {
      try {
        const text = typeof entry === 'string' ? await (await get(new URL(entry, url), 'data')).text() : JSON.stringify(entry);
        add(typeof entry === 'string' ? entry : String(url), text);
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
    return problems;
  });
}

/** Languages with words of their own; English is part of the engine. */
const LANGUAGES = ['ru', 'zh'];

/** The interface's words in the language nearest to `lang`: JSON, or an empty text for English. */
export function loadWords(lang) {
  const language = LANGUAGES.find((known) => known === lang.toLowerCase().split('-')[0]);
  if (!language) return Promise.resolve('');
  return once(words, language, async () => (await get(new URL(`text/${language}.json`, here), 'text')).text());
}
