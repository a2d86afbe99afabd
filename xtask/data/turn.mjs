// The land reaches beyond 180°, and mapshaper takes such positions for plane ones: it is given the Earth turned under it.
const TURN = 64;

/** Of a GeoJSON or TopoJSON object or a bounding box, the same further west. */
export const turned = (object) => shifted(object, (x) => x - TURN);

/** What `turned` has done is undone, but for the last digits. */
export const turnedBack = (object) => shifted(object, (x) => +(x + TURN).toFixed(9));

function shifted(object, shift) {
  const positions = (part) => (typeof part[0] === 'number' ? part.map((v, i) => (i % 2 === 0 ? shift(v) : v)) : part.map(positions));
  if (Array.isArray(object)) return positions(object);
  if (object.type === 'Topology') {
    const { bbox, ...rest } = object;
    return { ...rest, arcs: positions(object.arcs) };
  }
  if (object.type === 'FeatureCollection') return { ...object, features: object.features.map((feature) => shifted(feature, shift)) };
  if (object.type === 'Feature') return { ...object, geometry: shifted(object.geometry, shift) };
  return { ...object, coordinates: positions(object.coordinates) };
}
