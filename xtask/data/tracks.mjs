// The overlays: tracks, the features that run along them, and the places, from the tables in data/source.
// Reads no network and makes the same bytes every time. `node xtask/data/tracks.mjs` builds and prints the lengths.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { parseCsv, writeFeatures } from './geojson.mjs';

/** A waypoint goes if the line without it strays less than this, in kilometres. */
const THIN = 0.3;
const MAX_TURN = 150;
/** The longest straight piece allowed, in kilometres, by how exact the track claims to be. The sea has none. */
const MAX_STRAIGHT = { surveyed: 112, generalised: 135, schematic: 590 };
const MAX_BROTLI = 35 * 1024;

/** Lengths that operators and the press give, in kilometres, beside those of the tracks. */
const PUBLISHED = [
  ['Altynkol–Zhetygen', '293', 'altynkol-zhetygen'],
  ['Altynkol–Aktau port', '3,128', 'altynkol-zhetygen zhetygen-almaty almaty-arys arys-saksaulskaya saksaulskaya-shalkar shalkar-beineu beineu-mangystau mangystau-aktau'],
  ['Zhezkazgan–Beineu, new line', '988', 'zhezkazgan-saksaulskaya shalkar-beineu'],
  ['Uzen–Gorgan', '908–930', 'uzen-bereket bereket-incheh-borun incheh-borun-sabz-dasht gorgan-sabz-dasht'],
  ['Baku–Tbilisi–Kars', '826', 'baku-alat alat-tbilisi tbilisi-akhalkalaki akhalkalaki-kars'],
  ['Kashgar–Andijan (planned)', '486–532', 'kashgar-makmal makmal-andijan'],
  ['Shanghai–Rotterdam', '19,400', 'shanghai-east-china-sea east-china-sea-singapore singapore-bab-el-mandeb bab-el-mandeb-suez suez-canal port-said-gibraltar gibraltar-rotterdam'],
  ['gas line A', '1,833', 'gas-amu-darya-shymkent gas-shymkent-khorgos'],
  ['gas line D (planned)', '966 and the Turkmen part', 'gas-galkynysh-wuqia'],
  ['Beineu–Bozoy–Shymkent', '1,477; 1,425', 'gas-beineu-shymkent'],
  ['Atyrau–Kenkiyak', '449', 'oil-atyrau-kenkiyak'],
  ['Kenkiyak–Kumkol', '797', 'oil-kenkiyak-kumkol'],
  ['Atasu–Alashankou', '962', 'oil-atasu-alashankou'],
  ['Alashankou–Dushanzi', '252', 'oil-alashankou-dushanzi'],
];

/** The international boundaries that the story is about. */
const BORDERS = [
  ['china-kazakhstan-border', 'CHN', 'KAZ', 'China–Kazakhstan border', 'Граница Китая и Казахстана', '中哈边界'],
  ['china-kyrgyzstan-border', 'CHN', 'KGZ', 'China–Kyrgyzstan border', 'Граница Китая и Кыргызстана', '中吉边界'],
  ['china-tajikistan-border', 'CHN', 'TJK', 'China–Tajikistan border', 'Граница Китая и Таджикистана', '中塔边界'],
  ['china-afghanistan-border', 'AFG', 'CHN', 'China–Afghanistan border', 'Граница Китая и Афганистана', '中阿边界'],
  ['china-pakistan-border', 'CHN', 'PAK', 'China–Pakistan border', 'Граница Китая и Пакистана', '中巴边界'],
  ['tajikistan-afghanistan-border', 'AFG', 'TJK', 'Tajikistan–Afghanistan border', 'Граница Таджикистана и Афганистана', '塔阿边界'],
  ['kyrgyzstan-tajikistan-border', 'KGZ', 'TJK', 'Kyrgyzstan–Tajikistan border', 'Граница Кыргызстана и Таджикистана', '吉塔边界'],
];

/** Writes every overlay file under `root` and returns what it made; throws at the first thing that is wrong. */
export async function buildTracks(root) {
  const data = join(root, 'data');
  const table = (name) => parseCsv(readFileSync(join(data, 'source', name), 'utf8'));
  const ways = JSON.parse(readFileSync(join(data, 'source', 'ways.json'), 'utf8'));

  const tracks = readTracks(table('tracks.csv'), table('waypoints.csv'));
  const places = table('places.csv').map(place);
  const layer = (name) => places.filter(({ file }) => file === name).map(({ feature }) => feature);
  const files = {
    corridors: ways.corridors.map(way),
    pipelines: ways.pipelines.map(way),
    hubs: layer('hubs'),
    summit: layer('summit'),
    security: layer('security'),
    borders: [...borderLines(join(data, 'boundaries.geojson')), ...layer('borders')],
  };

  check(tracks, files);
  writeFeatures(join(data, 'tracks.geojson'), [...tracks.values()]);
  for (const [name, features] of Object.entries(files)) writeFeatures(join(data, `${name}.geojson`), features);
  const size = brotliCompressSync(readFileSync(join(data, 'tracks.geojson'))).length;
  if (size > MAX_BROTLI) throw new Error(`tracks.geojson takes ${size} bytes of brotli, more than ${MAX_BROTLI}`);
  return { tracks, files };
}

function readTracks(table, waypoints) {
  const tracks = new Map();
  for (const { id, mode, gauge, precision, status, since } of table) {
    const points = waypoints.filter(({ track }) => track === id);
    if (points.length < 2) throw new Error(`track ${id} has ${points.length} waypoints`);
    const properties = { mode, ...(gauge && { gauge: Number(gauge) }), precision, status, ...(since && { since: Number(since) }) };
    Object.assign(properties, { from: points[0].name, to: points.at(-1).name });
    const coordinates = thin(points.map(({ lon, lat }) => [round(lon), round(lat)]));
    if (tracks.has(id)) throw new Error(`track ${id} is listed twice`);
    tracks.set(id, { id, properties, geometry: { type: 'LineString', coordinates } });
  }
  const strays = new Set(waypoints.map(({ track }) => track).filter((id) => !tracks.has(id)));
  if (strays.size) throw new Error(`waypoints of no track: ${[...strays].join(', ')}`);
  return tracks;
}

function way({ id, class: kind, name, onMap, legs, status, since, history, precision, rank }) {
  const properties = { class: kind, name, ...(onMap && { onMap }), status, ...(since && { since }), ...(history && { history }), precision, rank };
  return { id, properties: { ...properties, legs: legs.flatMap((line) => line.split(' ')) }, geometry: null };
}

function place(row) {
  const { file, id, class: kind, country, lon, lat, rank, status, since, until, precision } = row;
  const properties = { class: kind, name: { en: row.name_en, ru: row.name_ru, zh: row.name_zh } };
  if (status) properties.status = status;
  if (since) properties.since = Number(since);
  if (until) properties.until = Number(until);
  if (precision) properties.precision = precision;
  Object.assign(properties, { country, rank: Number(rank) });
  return { file, feature: { id, properties, geometry: { type: 'Point', coordinates: [Number(lon), Number(lat)] } } };
}

/** The lines of the base map's boundaries again, joined end to end, as features that can be selected. */
function borderLines(file) {
  const boundaries = JSON.parse(readFileSync(file, 'utf8')).features;
  return BORDERS.map(([id, a, b, en, ru, zh]) => {
    const pieces = boundaries.filter(({ properties: { between } }) => between?.includes(a) && between.includes(b));
    if (!pieces.length) throw new Error(`no boundary between ${a} and ${b}`);
    const lines = joinLines(pieces.flatMap(({ geometry: { type, coordinates } }) => (type === 'LineString' ? [coordinates] : coordinates)));
    // Where a piece is in doubt the border is, as a whole: it can be selected only as a whole.
    const doubt = pieces.find(({ properties }) => properties.kind !== 'international' || properties.views)?.properties;
    const geometry = lines.length === 1 ? { type: 'LineString', coordinates: lines[0] } : { type: 'MultiLineString', coordinates: lines };
    return { id, properties: { class: 'border', name: { en, ru, zh }, between: [a, b], ...(doubt && { kind: doubt.kind, views: doubt.views }), rank: 2 }, geometry };
  });
}

/** Joins lines at ends that exactly two of them share. */
export function joinLines(parts) {
  const lines = parts.map((line) => [...line]);
  const meets = (p, q) => p[0] === q[0] && p[1] === q[1];
  const ends = (p) => lines.flatMap((line) => [line[0], line.at(-1)]).filter((q) => meets(p, q)).length;
  for (let i = 0; i < lines.length; i += 1) {
    for (let j = i + 1; j < lines.length; j += 1) {
      const [p, q] = [lines[i], lines[j]];
      const at = [p.at(-1), p[0]].find((end) => (meets(end, q[0]) || meets(end, q.at(-1))) && ends(end) === 2);
      if (!at || meets(p[0], p.at(-1))) continue;
      const head = meets(p.at(-1), at) ? p : p.reverse();
      const tail = meets(q[0], at) ? q : q.reverse();
      lines[i] = [...head, ...tail.slice(1)];
      lines.splice(j, 1);
      j = i;
    }
  }
  return lines;
}

function check(tracks, files) {
  const seen = new Set(tracks.keys());
  for (const { id } of Object.values(files).flat()) {
    if (seen.has(id)) throw new Error(`the id ${id} is used twice`);
    seen.add(id);
  }
  for (const [id, { properties, geometry: { coordinates } }] of tracks) checkShape(id, properties, coordinates);
  for (const { id, properties: { legs } } of [...files.corridors, ...files.pipelines]) {
    for (const leg of legs) if (!tracks.has(leg)) throw new Error(`${id} has no track for its leg ${leg}`);
    if (new Set(legs).size !== legs.length) throw new Error(`${id} takes a leg twice`);
    checkJoined(id, legs.map((leg) => tracks.get(leg).geometry.coordinates));
  }
  const used = new Set([...files.corridors, ...files.pipelines].flatMap(({ properties: { legs } }) => legs));
  for (const id of tracks.keys()) if (!used.has(id)) throw new Error(`no feature runs along ${id}`);
}

function checkShape(id, { mode, precision }, line) {
  for (let i = 1; i < line.length; i += 1) {
    const length = distance(line[i - 1], line[i]);
    if (length === 0) throw new Error(`${id} has the point ${line[i]} twice`);
    if (mode !== 'sea' && mode !== 'ferry' && length > MAX_STRAIGHT[precision]) throw new Error(`${id} (${precision}) runs straight for ${Math.round(length)} km to ${line[i]}`);
    if (i + 1 < line.length && turn(line[i - 1], line[i], line[i + 1]) > MAX_TURN) throw new Error(`${id} turns back at ${line[i]}`);
  }
}

/** A way is one piece: from its first leg, every other is reached by shared ends. */
function checkJoined(id, lines) {
  const reached = new Set([`${lines[0][0]}`]);
  let left = lines;
  for (;;) {
    const rest = left.filter((line) => !reached.has(`${line[0]}`) && !reached.has(`${line.at(-1)}`));
    if (rest.length === left.length) throw new Error(`${id} falls apart at ${left[0][0]}`);
    for (const line of left) if (!rest.includes(line)) reached.add(`${line[0]}`).add(`${line.at(-1)}`);
    if (!rest.length) return;
    left = rest;
  }
}

const round = (text) => Math.round(Number(text) * 1e3) / 1e3;
const radians = (degrees) => (degrees * Math.PI) / 180;

/** Kilometres on the sphere of the Earth's mean radius; within half a percent of the ellipsoid. */
export function distance([lon1, lat1], [lon2, lat2]) {
  const [φ1, φ2] = [radians(lat1), radians(lat2)];
  const h = Math.sin((φ2 - φ1) / 2) ** 2 + Math.cos(φ1) * Math.cos(φ2) * Math.sin(radians(lon2 - lon1) / 2) ** 2;
  return 2 * 6371.0088 * Math.asin(Math.sqrt(h));
}

export const lengthOf = (line) => line.slice(1).reduce((sum, point, i) => sum + distance(line[i], point), 0);

/** From `a`, in kilometres east and north, near enough over a waypoint's surroundings. */
const offset = (a, b) => [(b[0] - a[0]) * 111.2 * Math.cos(radians((a[1] + b[1]) / 2)), (b[1] - a[1]) * 111.2];

function turn(a, b, c) {
  const [[x1, y1], [x2, y2]] = [offset(a, b), offset(b, c)];
  return Math.abs(Math.atan2(x1 * y2 - y1 * x2, x1 * x2 + y1 * y2)) * (180 / Math.PI);
}

/** Douglas and Peucker: keeps the ends, and of what lies between the least that stays within `THIN`. */
function thin(line) {
  if (line.length < 3) return line;
  const [a, z] = [line[0], line.at(-1)];
  const [dx, dy] = offset(a, z);
  const strays = line.map((point) => {
    const [x, y] = offset(a, point);
    const t = Math.min(1, Math.max(0, (x * dx + y * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - t * dx, y - t * dy);
  });
  const far = Math.max(...strays.slice(1, -1));
  if (far < THIN) return [a, z];
  const at = strays.indexOf(far, 1);
  return [...thin(line.slice(0, at + 1)).slice(0, -1), ...thin(line.slice(at))];
}

function report({ tracks, files }) {
  const km = (id) => lengthOf(tracks.get(id).geometry.coordinates);
  const sum = (ids) => `${Math.round(ids.reduce((total, id) => total + km(id), 0))} km`;
  for (const [id, { properties: { from, to, mode }, geometry: { coordinates } }] of tracks) {
    console.log(`${id}: ${from} – ${to}, ${mode}, ${coordinates.length} points, ${sum([id])}`);
  }
  for (const { id, properties: { legs } } of [...files.corridors, ...files.pipelines]) console.log(`${id}: ${legs.length} legs, ${sum(legs)} in all`);
  for (const [name, published, ids] of PUBLISHED) console.log(`${name}: ${sum(ids.split(' '))}; published ${published}`);
  for (const [name, features] of Object.entries(files)) console.log(`${name}: ${features.length} features`);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  report(await buildTracks(join(dirname(fileURLToPath(import.meta.url)), '..', '..')));
}
