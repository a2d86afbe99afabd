// What must hold of every file that is written; the build fails on the first that does not.
import mapshaper from 'mapshaper';
import { inPolygons, polygons, segments, signedArea } from './geojson.mjs';
import { antimeridian, frame } from './levels.mjs';

const { internal } = mapshaper;

/** Boundaries that run in the water, or, at Perekop, within the country that the land is given to. */
const APART = new Set(['boundary-kerch-strait', 'boundary-kuril-islands', 'boundary-RUS-UKR-2']);

export function check(name, features) {
  const ids = new Set();
  for (const { id, properties, geometry } of features) {
    const fail = (what) => {
      throw new Error(`${name}: ${id}: ${what}`);
    };
    if (!id || ids.has(id)) fail('the id is missing or is used twice');
    ids.add(id);
    for (const [x, y] of positions(geometry)) {
      const east = x < frame[2] - 2 * antimeridian ? x + 2 * antimeridian : x;
      if (!(east >= frame[0] && east <= frame[2] && Math.abs(x) <= antimeridian && y >= frame[1] && y <= frame[3])) fail(`${x}, ${y} is outside the frame`);
    }
    if (geometry.type.endsWith('Polygon')) {
      checkRings(geometry, fail);
      if (properties.label && !inPolygons(properties.label, geometry)) fail(`the label at ${properties.label} is not inside`);
    }
  }
  if (features[0].geometry.type.endsWith('Polygon')) checkCrossings(name, features);
}

/** What must hold of features of two levels that are drawn together: no country or region is over another's edge. */
export function checkTogether(name, features) {
  if (features[0].geometry.type.endsWith('Polygon')) checkCrossings(`${name} over the first level`, features);
}

/** Every boundary runs along the edges of two areas, but for those in the water. */
export function checkBoundaries(name, boundaries, areas) {
  const sides = new Map();
  for (const { geometry } of areas) for (const segment of segments(geometry)) sides.set(segment, (sides.get(segment) ?? 0) + 1);
  for (const { id, properties, geometry } of boundaries) {
    if (APART.has(id)) continue;
    for (const segment of segments(geometry)) if (sides.get(segment) !== 2) throw new Error(`${name}: ${id} leaves its countries' edges at ${segment}`);
  }
}

function checkRings(geometry, fail) {
  for (const rings of polygons(geometry)) {
    rings.forEach((ring, i) => {
      const [first, last] = [ring[0], ring.at(-1)];
      if (ring.length < 4 || first[0] !== last[0] || first[1] !== last[1]) fail(`a ring of ${ring.length} positions is not closed`);
      if (signedArea(ring) > 0 !== (i === 0)) fail(`a ring of no area or wound the wrong way: ${JSON.stringify(ring)}`);
      const seen = new Set(ring.slice(1).map(String));
      if (seen.size !== ring.length - 1) fail(`a ring touches itself at ${ring.slice(1).find((p, at, all) => all.findIndex((q) => String(q) === String(p)) !== at)}`);
      if (i > 0 && !ring.every((p) => inPolygons(p, { type: 'Polygon', coordinates: [rings[0]] }) || rings[0].some((q) => String(q) === String(p)))) {
        fail('a hole is outside its polygon');
      }
    });
  }
}

/** No line crosses another, of the same feature or of its neighbours, but in a vertex of both. */
function checkCrossings(name, features) {
  const dataset = internal.importGeoJSON(structuredClone({ type: 'FeatureCollection', features: features.map((f) => ({ type: 'Feature', ...f })) }), {});
  internal.buildTopology(dataset);
  const [crossing] = internal.findSegmentIntersections(dataset.arcs, { tolerance: 0 });
  if (crossing) throw new Error(`${name}: lines cross at ${crossing.x}, ${crossing.y}`);
}

const positions = ({ type, coordinates }) =>
  ({ Point: [coordinates], LineString: coordinates, MultiLineString: coordinates.flat?.(), Polygon: coordinates.flat?.(), MultiPolygon: coordinates.flat?.(2) })[type];
