// What every peer is given: layers of GeoJSON with their colors, and points with names, from below to above.
import { LARGE, large, LOOKS } from '../large.js';

const FILES = ['countries', 'regions', 'rivers', 'water', 'boundaries', 'tracks', 'corridors', 'pipelines', 'borders', 'hubs', 'security', 'summit', 'towns'];
const LABELS = 60;

export const SEA = '#d6e5ec';
export const VIEW = [[75, 43], 3.6];

export const content = () => (LARGE ? largeContent() : article());

const plain = (geometries) => ({
  type: 'FeatureCollection',
  features: geometries.filter(Boolean).map((geometry) => ({ type: 'Feature', properties: {}, geometry })),
});

async function largeContent() {
  const { areas, lines, points } = await large();
  const layers = [{ shapes: plain(areas), ...LOOKS.area }, { shapes: plain(lines), ...LOOKS.line }];
  const marks = points.map(({ coordinates }) => ({ at: coordinates, name: '' }));
  return { layers: layers.filter(({ shapes }) => shapes.features.length), marks };
}

async function article() {
  const json = async (name) => (await fetch(`sources/${name}`)).json();
  const [manifest, ...files] = await Promise.all([json('atlas.json'), ...FILES.map((name) => json(`${name}.geojson`))]);
  const data = Object.fromEntries(FILES.map((name, index) => [name, files[index].features]));
  const tracks = new Map(data.tracks.map((track) => [track.id, track.geometry]));
  const shapes = (name, keep = () => true) => plain(data[name]
    .filter((feature) => feature.geometry && feature.geometry.type !== 'Point' && keep(feature))
    .map((feature) => feature.geometry));
  const legs = (name) => plain(data[name].flatMap((feature) => (feature.properties.legs ?? []).map((leg) => tracks.get(leg))));
  const focus = new Set(manifest.focus);
  const corridors = legs('corridors');
  const layers = [
    { shapes: shapes('countries'), fill: '#eeeae0', stroke: '#9fb4bd', width: 1 },
    { shapes: shapes('countries', ({ id }) => focus.has(id)), fill: '#fbf6e6', stroke: '#b9a97c', width: 1.1 },
    { shapes: shapes('rivers'), stroke: '#a9c6d4', width: 0.8 },
    { shapes: shapes('regions'), stroke: '#d8d0bd', width: 0.8 },
    { shapes: shapes('water'), fill: SEA, stroke: '#9fb4bd', width: 0.7 },
    { shapes: shapes('boundaries'), stroke: '#8d8676', width: 1 },
    { shapes: shapes('borders'), stroke: '#8a5a3a', width: 2 },
    { shapes: legs('pipelines'), stroke: '#7a4a8a', width: 2, dash: [6, 3] },
    { shapes: corridors, stroke: '#ffffff', width: 4 },
    { shapes: corridors, stroke: '#b03a2e', width: 2.4 },
  ];
  const points = (name) => data[name].filter((feature) => feature.geometry?.type === 'Point');
  const towns = points('towns').sort((a, b) => (a.properties.rank ?? 9) - (b.properties.rank ?? 9)).slice(0, LABELS);
  const marks = [...['hubs', 'security', 'summit', 'borders'].flatMap(points), ...towns].map((feature) => ({
    at: feature.geometry.coordinates, name: towns.includes(feature) ? feature.properties.name.en : '',
  }));
  return { layers, marks };
}

/** Waits until what was drawn is on the screen, and says when. */
export async function shown() {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return performance.now();
}

/** What the bench takes hold of. */
export function ready(start, setView) {
  const first = start();
  window.bench = { first, all: () => first, setView: (center, zoom) => void setView(center, zoom) };
}
