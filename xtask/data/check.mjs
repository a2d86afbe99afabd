// What must hold of every file that is written; the build fails on the first that does not.
import mapshaper from 'mapshaper';
import { inPolygons, polygons, signedArea } from './geojson.mjs';
import { frame } from './levels.mjs';

const { internal } = mapshaper;

export function check(name, features) {
  const ids = new Set();
  for (const { id, properties, geometry } of features) {
    const fail = (what) => {
      throw new Error(`${name}: ${id}: ${what}`);
    };
    if (!id || ids.has(id)) fail('the id is missing or is used twice');
    ids.add(id);
    for (const [x, y] of positions(geometry)) {
      if (!(x >= frame[0] && x <= frame[2] && y >= frame[1] && y <= frame[3])) fail(`${x}, ${y} is outside the frame`);
    }
    if (geometry.type.endsWith('Polygon')) {
      checkRings(geometry, fail);
      if (properties.label && !inPolygons(properties.label, geometry)) fail(`the label at ${properties.label} is not inside`);
    }
  }
  if (features[0].geometry.type.endsWith('Polygon')) checkCrossings(name, features);
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
