// GeoJSON as it is committed: one feature a line, in a fixed order, so that a change shows as a change.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export function writeFeatures(file, features) {
  const lines = features.map(({ id, properties, geometry }) => JSON.stringify({ type: 'Feature', id, properties, geometry }));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`);
}

/** A table of the builder under a header; a field with a comma or a quote in it is quoted. */
export function parseCsv(text) {
  const fields = (line) => [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
  const [header, ...rows] = text.trim().split('\n').map(fields);
  return rows.map((row) => {
    if (row.length !== header.length) throw new Error(`a row of ${row.length} fields under a header of ${header.length}: ${row.join()}`);
    return Object.fromEntries(header.map((key, i) => [key, row[i]]));
  });
}

/** Twice the signed area in the plane of longitude and latitude; positive if counter-clockwise. */
export function signedArea(ring) {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  return sum;
}

/** A MultiPolygon's or Polygon's polygons. */
export const polygons = ({ type, coordinates }) => (type === 'Polygon' ? [coordinates] : coordinates);

/** The geometry of polygons, wound by RFC 7946: outer rings counter-clockwise, holes clockwise. */
export function polygonal(list) {
  const wound = list.map((rings) => rings.map((ring, i) => (signedArea(ring) > 0 === (i === 0) ? ring : [...ring].reverse())));
  return wound.length === 1 ? { type: 'Polygon', coordinates: wound[0] } : { type: 'MultiPolygon', coordinates: wound };
}

// Where a ring begins, and which way a line runs, is chance.
/** The segments of lines or rings, whichever way they run. */
export function segments({ type, coordinates }) {
  const lines = type === 'LineString' ? [coordinates] : type === 'MultiPolygon' ? coordinates.flat() : coordinates;
  const found = new Set();
  for (const line of lines) for (let i = 1; i < line.length; i += 1) found.add(key(line[i - 1], line[i]));
  return found;
}

function key(p, q) {
  const [a, b] = [String(p), String(q)];
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** Whether a position lies in a ring (even-odd). */
export function inRing([x, y], ring) {
  let within = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
  }
  return within;
}

export const inPolygons = (position, geometry) =>
  polygons(geometry).some(([outer, ...holes]) => inRing(position, outer) && !holes.some((hole) => inRing(position, hole)));
