// From whatever a page has of GeoJSON to its bytes.

import { get, MapError } from './fetching.js';

/** An overlay's id as a word of the attribute `layers`. */
export function layerId(id) {
  return String(id).replace(/\s+/g, '-');
}

/** The bytes of an object, an address, a `Blob`, an `ArrayBuffer` or a stream; `progress` gets `{loaded, total}` on the way. */
export async function bytesOf(source, progress) {
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return new Uint8Array(source.buffer ?? source, source.byteOffset, source.byteLength);
  if (source instanceof URL || typeof source === 'string') {
    const response = await get(new URL(source, document.baseURI), 'data');
    return read(response.body, Number(response.headers.get('content-length')) || undefined, progress);
  }
  if (source instanceof Blob) return read(source.stream(), source.size, progress);
  if (source instanceof ReadableStream) return read(source, undefined, progress);
  if (typeof source !== 'object' || !source) throw new MapError({ code: 'not-geojson', message: `${source} is no GeoJSON and no address of one` });
  return new TextEncoder().encode(JSON.stringify(source));
}

async function read(stream, total, progress) {
  const parts = [];
  let loaded = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    loaded += value.length;
    progress({ loaded, total });
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
