// First-level regions as of May 2023: regions.csv has their ISO 3166-2 codes and names.
import { readFileSync } from 'node:fs';
import { parseCsv } from './geojson.mjs';
import { innerPoint } from './inner-point.mjs';

const COUNTRIES = { AF: 'AFG', CN: 'CHN', KG: 'KGZ', KZ: 'KAZ', TJ: 'TJK', TM: 'TKM', UZ: 'UZB' };
const LOCAL = { KAZ: 'kk', KGZ: 'ky', TJK: 'tg', TKM: 'tk', UZB: 'uz' };

/** On both sides of the lines of 2022, which are drawn by hand. */
const SCHEMATIC = new Set(['KZ-10', 'KZ-63', 'KZ-33', 'KZ-19', 'KZ-62', 'KZ-35']);

export async function regionFeatures(shapes) {
  const rows = parseCsv(readFileSync(new URL('regions.csv', import.meta.url), 'utf8'));
  const features = [];
  for (const { natural_earth: source, id, rank, en, ru, zh, local } of rows) {
    const geometry = shapes.get(source === 'cut' ? id : source);
    if (!geometry) throw new Error(`no region ${source} for ${id}`);
    const country = COUNTRIES[id.slice(0, 2)];
    const tag = local ? LOCAL[country] : country === 'CHN' && 'zh';
    const name = { en, ru, zh, ...(local && { [tag]: local }) };
    const schematic = SCHEMATIC.has(id) && { precision: 'schematic' };
    features.push({ id, properties: { class: 'region', country, name, ...(tag && { local: tag }), rank: +rank, label: await innerPoint(geometry), ...schematic }, geometry });
  }
  return features;
}
