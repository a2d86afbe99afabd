// The package that has rivers and elevations by country, in a database.
import { inflateSync } from 'node:zlib';
import initSqlJs from 'sql.js';
import { readPackage } from './packages.mjs';

/** What it holds of each country, in the order of their codes. */
export async function countryMaps() {
  const path = 'pyworldatlas_mapdata_standard/data/maps.sqlite3';
  const SQL = await initSqlJs();
  const database = new SQL.Database(readPackage('pyworldatlas-mapdata-standard', (p) => p === path).get(path));
  const [{ values }] = database.exec('SELECT payload FROM country_map ORDER BY alpha2');
  database.close();
  return values.map(([payload]) => JSON.parse(inflateSync(payload)));
}
