// Rivers: Natural Earth's centre lines, which one package has by country and name; rivers.csv says which make which river.
import { readFileSync } from 'node:fs';
import mapshaper from 'mapshaper';
import { parseCsv } from './geojson.mjs';
import { frame, inside, snap, zoneOf } from './levels.mjs';
import { countryMaps } from './maps.mjs';
import { json } from './packages.mjs';

const table = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** The rivers at full detail, a feature each. */
export async function readRivers() {
  const lines = await namedLines();
  const rows = parseCsv(table('rivers.csv'));
  const byHand = JSON.parse(table('rivers-by-hand.geojson')).features;
  const bridges = byHand.filter(({ properties }) => !properties.name);
  const parts = bridges.map(({ type, id, geometry }) => ({ type, properties: { id }, geometry }));
  for (const { source, west, south, east, north, id } of rows) {
    const box = [+west, +south, +east, +north];
    const found = source.split('|').flatMap((name) => lines.get(name) ?? []).filter((line) => line.every((p) => inside(p, box)));
    if (!found.length) throw new Error(`no river ${source} in ${box}`);
    parts.push({ type: 'Feature', properties: { id }, geometry: { type: 'MultiLineString', coordinates: found } });
  }
  const commands = `-i rivers.json snap snap-interval=0.002 -clip bbox=${frame.join(',')} -dissolve id -explode -filter 'this.length > 12000' -dissolve id -o out.json format=geojson`;
  const merged = json((await mapshaper.applyCommands(commands, { 'rivers.json': JSON.stringify({ type: 'FeatureCollection', features: parts }) }))['out.json']);
  const shapes = new Map(merged.features.map(({ properties, geometry }) => [properties.id, geometry]));
  const surveyed = rows.map(({ id, rank, en, ru, zh, local }) => {
    const names = Object.fromEntries(local.split(';').filter(Boolean).map((entry) => entry.split('=')));
    return river(id, { precision: 'generalised', rank: +rank, name: { en, ru, zh, ...names } }, shapes.get(id));
  });
  const drawn = byHand.filter(({ properties }) => properties.name);
  return [...surveyed, ...drawn.map(({ id, properties, geometry }) => river(id, { precision: 'schematic', ...properties }, geometry))];
}

const river = (id, { precision, rank, name }, geometry) => ({
  type: 'Feature',
  properties: { id, zone: zoneOf(geometry), of: { class: 'river', name, rank, precision } },
  geometry,
});

export async function riverFeatures(rivers, { tolerance, grid }) {
  const commands = [
    '-i rivers.json no-topology',
    `-simplify variable weighted keep-shapes interval='(${JSON.stringify(tolerance)})[zone]'`,
    '-o out.json format=geojson',
  ];
  const out = json((await mapshaper.applyCommands(commands.join(' '), { 'rivers.json': JSON.stringify({ type: 'FeatureCollection', features: rivers }) }))['out.json']);
  return out.features
    .map(({ properties, geometry }) => ({ id: properties.id, properties: properties.of, geometry: lineal(geometry, grid) }))
    .sort((a, b) => a.properties.rank - b.properties.rank || (a.id < b.id ? -1 : 1));
}

function lineal({ type, coordinates }, grid) {
  const lines = (type === 'LineString' ? [coordinates] : coordinates)
    .map((line) => line.map((position) => snap(position, grid)).filter(([x, y], i, all) => i === 0 || x !== all[i - 1][0] || y !== all[i - 1][1]))
    .filter((line) => line.length > 1);
  return lines.length === 1 ? { type: 'LineString', coordinates: lines[0] } : { type: 'MultiLineString', coordinates: lines };
}

/** The package closes every line on itself, and lets those that cross 180° jump: both are undone. */
async function namedLines() {
  const lines = new Map();
  for (const { rivers } of await countryMaps()) {
    for (const { name, points } of rivers) {
      const last = points.at(-1);
      const line = last[0] === points[0][0] && last[1] === points[0][1] ? points.slice(0, -1) : points;
      if (line.length < 2 || line.some(([x], i) => i > 0 && Math.abs(x - line[i - 1][0]) > 150)) continue;
      if (!lines.has(name)) lines.set(name, []);
      lines.get(name).push(line);
    }
  }
  return lines;
}
