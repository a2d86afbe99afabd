// What every page draws of a large input: areas, lines and points, one look for each kind.

/** Its address; `null` where the article's data is drawn. */
export const LARGE = new URLSearchParams(location.search).has('large') ? 'large.geojson' : null;

export const LOOKS = {
  area: { fill: '#f0e2c4', stroke: '#8a5a3a', width: 1 },
  line: { stroke: '#7a4a8a', width: 1.5 },
};

/** Its geometries by kind: what has no position is left out. */
export async function large() {
  const { features } = await (await fetch(LARGE)).json();
  const of = (kind) => features.map(({ geometry }) => geometry).filter((geometry) => geometry?.type.endsWith(kind));
  return { areas: of('Polygon'), lines: of('LineString'), points: of('Point') };
}
