// Records what d3-geo makes of some places: `npm install d3-geo@3.1.1 && node d3.mjs > d3.json`.
import { geoConicEqualAreaRaw, geoEquirectangularRaw, geoMercatorRaw } from 'd3-geo';

const DEGREE = Math.PI / 180;
const PARALLELS = [30, 52];
const CENTER = [75, 42];
const places = [];
for (let lat = -80; lat <= 85; lat += 11) for (let lon = -103; lon <= 251; lon += 23.6) places.push([Math.round(lon * 10) / 10, lat]);

const raw = {
  conic: geoConicEqualAreaRaw(...PARALLELS.map((lat) => lat * DEGREE)),
  mercator: geoMercatorRaw,
  equirectangular: geoEquirectangularRaw,
};
const record = Object.entries(raw).map(([name, project]) => {
  // d3's cone has its origin on the equator, ours at the centre.
  const origin = name === 'conic' ? project(0, CENTER[1] * DEGREE) : [0, 0];
  const points = places.map(([lon, lat]) => {
    const [x, y] = project((lon - CENTER[0]) * DEGREE, lat * DEGREE);
    return [lon > 180 ? lon - 360 : lon, lat, x - origin[0], y - origin[1]];
  });
  return [name, points];
});
console.log(JSON.stringify({ source: 'd3-geo 3.1.1', parallels: PARALLELS, center: CENTER, ...Object.fromEntries(record) }).replaceAll('],[', '],\n['));
