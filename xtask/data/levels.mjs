// How much detail, where.

/**
 * All land and water is cut off here: wider than the view, so that no projection shows the cut. Longitudes go on beyond
 * 180°, as far as Asia does, until a level is taken apart into features.
 */
export const frame = [-25, -12, 191, 84];

export const antimeridian = 180;

const detail = [45, 28, 112, 57];
const around = [35, 20, 122, 64];
const outside = [-25, 5.5, 135, 72];

/**
 * The levels of detail: folder in data/, and by zone the tolerance of the simplification in metres and the grid in degrees
 * that positions are rounded to. Outside and far off all levels are the same: only what differs from the first is written.
 */
const rest = { outside: 12000, far: 20000, beyond: 20000 };
const restGrid = { outside: 0.02, far: 0.05 };
export const levels = [
  { folder: '.', tolerance: { detail: 2000, around: 6000, ...rest }, grid: { detail: 0.005, around: 0.02, ...restGrid } },
  { folder: 'detail', tolerance: { detail: 400, around: 1800, ...rest }, grid: { detail: 0.001, around: 0.01, ...restGrid } },
];

/** Smaller islands are left out, km². */
export const smallestIsland = (zone) => ({ detail: 10, around: 60, far: 400, beyond: 400 })[zone] ?? 150;

export const inside = ([x, y], [west, south, east, north]) => x >= west && x <= east && y >= south && y <= north;

/** Not on its edge, which belongs to what is around it. */
const within = ([x, y], [west, south, east, north]) => x > west && x < east && y > south && y < north;

/**
 * The nearest position of the grid. Which grid depends on the place alone, so that shared vertices stay shared; the ring of
 * a small island meets nothing, and would collapse on the coarse one.
 */
export function snap(position, grid, isSmallRing) {
  const step = isSmallRing ? 0.001 : grid[gridZone(position)];
  return position.map((v) => +(Math.round(v / step) * step).toFixed(3));
}

const gridZone = (position) =>
  within(position, detail) ? 'detail' : within(position, around) ? 'around' : within(position, outside) ? 'outside' : 'far';

/** The zone that a geometry begins in. */
export function zoneOf({ coordinates }) {
  const position = coordinates.flat(Infinity).slice(0, 2);
  return inside(position, detail) ? 'detail' : inside(position, around) ? 'around' : 'outside';
}

const ring = ([west, south, east, north]) => [[west, south], [east, south], [east, north], [west, north], [west, south]];

/** The zones as polygons that do not overlap; what they leave over is the outside. Beyond the antimeridian is a zone for the cut's sake. */
export function zoneFeatures() {
  const zone = (name, ...boxes) => ({ type: 'Feature', properties: { zone: name }, geometry: { type: 'Polygon', coordinates: boxes.map(ring) } });
  // Not along the frame's edge: mapshaper's union loses pieces on edges that coincide.
  const [west, south, east, north] = [frame[0] - 1, frame[1] - 1, frame[2] + 1, frame[3] + 1];
  return [
    zone('detail', detail),
    zone('around', around, detail),
    zone('far', [west, south, antimeridian, outside[1]]),
    zone('far', [outside[2], outside[1], antimeridian, outside[3]]),
    zone('far', [west, outside[3], antimeridian, north]),
    zone('beyond', [antimeridian, south, east, north]),
  ];
}
