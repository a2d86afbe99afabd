// How much detail, where.

/** All land and water is cut off here: wider than the view, so that no projection shows the cut. */
export const frame = [-25, -2, 150, 78];

const detail = [45, 28, 112, 57];
const around = [35, 20, 122, 64];

/**
 * The levels of detail: folder in data/, and by zone the tolerance of the simplification in metres and the grid in degrees
 * that positions are rounded to.
 */
export const levels = [
  { folder: '.', tolerance: { detail: 2000, around: 6000, outside: 12000 }, grid: { detail: 0.005, outside: 0.02 } },
  { folder: 'detail', tolerance: { detail: 450, around: 1500, outside: 4000 }, grid: { detail: 0.001, outside: 0.01 } },
];

/** Smaller islands are left out, km². */
export const smallestIsland = (zone) => (zone === 'detail' ? 10 : zone === 'around' ? 60 : 150);

const inside = ([x, y], [west, south, east, north]) => x >= west && x <= east && y >= south && y <= north;

/**
 * The nearest position of the grid. Which grid depends on the place alone, so that shared vertices stay shared; the ring of
 * a small island meets nothing, and would collapse on the coarse one.
 */
export function snap(position, grid, isSmallRing) {
  const step = isSmallRing ? 0.001 : inside(position, detail) ? grid.detail : grid.outside;
  return position.map((v) => +(Math.round(v / step) * step).toFixed(3));
}

/** The zone that a geometry begins in. */
export function zoneOf({ coordinates }) {
  const position = coordinates.flat(Infinity).slice(0, 2);
  return inside(position, detail) ? 'detail' : inside(position, around) ? 'around' : 'outside';
}

const ring = ([west, south, east, north]) => [[west, south], [east, south], [east, north], [west, north], [west, south]];

/** The zones as polygons that do not overlap; what they leave over is the outside. */
export function zoneFeatures() {
  const zone = (name, coordinates) => ({ type: 'Feature', properties: { zone: name }, geometry: { type: 'Polygon', coordinates } });
  return [zone('detail', [ring(detail)]), zone('around', [ring(around), ring(detail)])];
}
