// The overlays of a map: from whatever a page has of GeoJSON to a layer, in many tasks.

import { get, locate, MapError, pause } from './fetching.js';

/** How much of a file is written, or given to the engine, at a time: bytes, or letters. */
const PIECE = 1 << 20;

/** An overlay's id as a word of the attribute `layers`. */
const layerId = (id) => String(id).replace(/\s+/g, '-');

/** Those of an element. */
export class Overlays {
  /** What `add` was called with, by the layer's id. */
  laid = new Map();
  // What ends those that are on their way, by the same.
  #coming = new Map();
  #host;

  /** `host` has functions: `map` gives the `LiveMap` of the moment, or `null` where `live` throws; `has` tells the ids of the atlas's own layers; `emit` and `report` tell the page. */
  constructor(host) {
    this.#host = host;
  }

  /** As the element's `addOverlay`. */
  async add(id, source, { style, title, signal } = {}) {
    const [word, name] = [layerId(id), String(title ?? id)];
    const host = this.#host;
    const say = (key, more = '') => host.map()?.say(host.map().text(key).replace(/{.*}/, () => name + more));
    this.#cancel(word);
    const stop = new AbortController();
    const { signal: stopped } = stop;
    this.#coming.set(word, stop);
    const cancel = () => stop.abort(signal.reason);
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
    let reading;
    try {
      stopped.throwIfAborted();
      const map = host.live();
      if (host.has(word)) throw new MapError({ code: 'bad-feature', message: `${word} is a layer of the map` });
      let quarter = -1;
      const bytes = await bytesOf(source, stopped, (loaded, total) => {
        host.emit('map-progress', { id, loaded, total, read: 0 });
        const now = Math.floor((4 * loaded) / total);
        if (now > quarter) say('load.file', ` ${25 * (quarter = now)} %`);
      });
      stopped.throwIfAborted();
      const { handle } = map;
      const { length } = bytes;
      reading = handle.readOverlay(word, name, style ? JSON.stringify(style) : '', length);
      const rest = async () => {
        await pause();
        stopped.throwIfAborted();
      };
      for (let at = 0, end; at < length; at = end) {
        end = at + PIECE;
        // A character is not cut.
        while ((bytes[end] & 0xc0) === 0x80) end++;
        reading.add(bytes.subarray(at, end));
        await rest();
      }
      for (let read; (read = reading.goOn()) !== undefined; await rest()) {
        host.emit('map-progress', { id, loaded: length, total: length, read });
      }
      const added = JSON.parse(handle.addOverlay(reading));
      // What is read again may not be used up or changed by then; a browser may put a Blob on its disk.
      const isLasting = typeof source === 'string' || source instanceof URL || source instanceof Blob;
      this.laid.set(word, [id, isLasting ? source : new Blob([bytes]), { style, title }]);
      const changes = handle.overlaysChanged();
      // What is around the map takes its time, too.
      await pause();
      map.perform(changes);
      for (const problem of added.warnings) host.report(problem);
      say('load.added');
      await map.picture();
      return added;
    } catch (thrown) {
      // Whoever ends it knows; a stream tells that in a word of its own.
      if (stopped.aborted && (thrown === stopped.reason || !(thrown instanceof MapError))) throw stopped.reason;
      const error = MapError.from(thrown);
      host.report(error.detail);
      host.map()?.say(`${name}: ${host.map().text('load.failed')}`);
      throw error;
    } finally {
      reading?.free();
      signal?.removeEventListener('abort', cancel);
      if (this.#coming.get(word) === stop) this.#coming.delete(word);
    }
  }

  /** The layer's id of an overlay; any other target as a word. */
  word(target) {
    const word = layerId(target);
    return this.laid.has(word) ? word : String(target);
  }

  /** Forgets one, also while it comes; gives its layer's id. */
  remove(id) {
    const word = layerId(id);
    this.#cancel(word);
    this.laid.delete(word);
    return word;
  }

  /** Ends all that are on their way: their map is no more. */
  end() {
    const reason = new MapError({ code: 'removed', message: 'the map was removed while the overlay was read' });
    for (const word of this.#coming.keys()) this.#cancel(word, reason);
  }

  #cancel(word, reason) {
    this.#coming.get(word)?.abort(reason);
  }
}

/** The bytes of an object, an address, a `Blob`, an `ArrayBuffer` or a stream; `progress` is told on the way how many of how many came. */
async function bytesOf(source, signal, progress) {
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return new Uint8Array(source.buffer ?? source, source.byteOffset, source.byteLength);
  if (source instanceof URL || typeof source === 'string') {
    // Of what is compressed, the length is that of what is sent.
    const length = ({ headers }) => (headers.get('content-encoding') ? undefined : Number(headers.get('content-length')) || undefined);
    return get(locate(source), 'data', (response) => read(response.body, length(response), signal, progress), signal);
  }
  if (source instanceof Blob) return read(source.stream(), source.size, signal, progress);
  if (source instanceof ReadableStream) return read(source, undefined, signal, progress);
  if (typeof source !== 'object' || !source) throw new MapError({ code: 'not-geojson', message: `${source} is no GeoJSON and no address of one` });
  const encoder = new TextEncoder();
  const { features, ...rest } = source;
  if (!Array.isArray(features) || source.toJSON) return encoder.encode(JSON.stringify(source));
  // There may be very many.
  const parts = [];
  let text = JSON.stringify({ ...rest, features: [] }).slice(0, -2);
  for (let index = 0; index < features.length; index++) {
    text += (index ? ',' : '') + JSON.stringify([features[index]]).slice(1, -1);
    if (text.length < PIECE) continue;
    parts.push(encoder.encode(text));
    text = '';
    await pause();
    signal.throwIfAborted();
  }
  return joined([...parts, encoder.encode(`${text}]}`)]);
}

const joined = async (parts) => new Uint8Array(await new Blob(parts).arrayBuffer());

async function read(stream, total, signal, progress) {
  const parts = [];
  let loaded = 0;
  const reader = stream.getReader();
  // Whoever waits for more is told that there is none.
  signal.addEventListener('abort', () => reader.cancel(signal.reason).catch(() => {}));
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    loaded += value.length;
    // Another origin does not say that it compresses.
    progress(loaded, loaded > total ? undefined : total);
  }
  return joined(parts);
}
