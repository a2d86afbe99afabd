// Where the name of an area stands, unless somebody knows better.
import mapshaper from 'mapshaper';
import { inPolygons } from './geojson.mjs';
import { json } from './packages.mjs';

// mapshaper turns the rings of an object that it is given, so it is given text.
/** A position well inside the largest part of an area. */
export async function innerPoint(geometry) {
  const out = await mapshaper.applyCommands('-i area.json -points inner -o out.json format=geojson', { 'area.json': JSON.stringify(geometry) });
  const { coordinates } = json(out['out.json']).geometries[0];
  const rounded = coordinates.map((v) => +v.toFixed(2));
  return inPolygons(rounded, geometry) ? rounded : coordinates.map((v) => +v.toFixed(5));
}
