// Lakes of Natural Earth that lakes.csv names.
import { readFileSync } from 'node:fs';
import mapshaper from 'mapshaper';
import { parseCsv, polygonal, polygons } from './geojson.mjs';
import { shapefiles } from './land.mjs';
import { frame, zoneOf } from './levels.mjs';
import { json } from './packages.mjs';

export async function readLakes() {
  const { lakes } = await shapefiles('physical', { lakes: 'lakes' });
  const rows = parseCsv(readFileSync(new URL('lakes.csv', import.meta.url), 'utf8'));
  const commands = `-i lakes.json -clip bbox=${frame.join(',')} -each 'area=this.area' -sort area descending -o out.json format=geojson`;
  const clipped = json((await mapshaper.applyCommands(commands, { 'lakes.json': lakes }))['out.json']);
  // Names recur: the largest lake of that name is meant.
  return rows.map(({ natural_earth: source, id, rank, en, ru, zh }) => {
    const lake = clipped.features.find(({ properties }) => properties.name === source);
    if (!lake) throw new Error(`Natural Earth has no lake ${source}`);
    return { type: 'Feature', properties: { id, rank: +rank, name: { en, ru, zh }, zone: zoneOf(lake.geometry) }, geometry: lake.geometry };
  });
}

export async function lakeFeatures(lakes, { tolerance }) {
  const features = [];
  for (const zone of ['detail', 'around', 'outside']) {
    const inZone = lakes.filter((lake) => lake.properties.zone === zone);
    // Finer than the land's grid: a reservoir's narrows would close on themselves.
    const commands = [
      `-i lakes.json -simplify weighted keep-shapes interval=${tolerance[zone]} -clean`,
      // Parts of a lake that are too small to be seen go.
      `-filter-islands min-area=${tolerance[zone] ** 2} -each 'inner = [this.innerX, this.innerY]'`,
      `-o out.json format=geojson precision=${zone === 'detail' ? 0.001 : 0.01} fix-geometry`,
    ];
    const out = json((await mapshaper.applyCommands(commands.join(' '), { 'lakes.json': { type: 'FeatureCollection', features: inZone } }))['out.json']);
    for (const { properties, geometry } of out.features) {
      const { id, name, rank, inner } = properties;
      const label = inner.map((v) => +v.toFixed(2));
      features.push({ id, properties: { class: 'lake', name, rank, label }, geometry: polygonal(polygons(geometry)) });
    }
  }
  return features.sort((a, b) => a.properties.rank - b.properties.rank || (a.id < b.id ? -1 : 1));
}
