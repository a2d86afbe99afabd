// Countries: their names, ranks and label points.
import { inPolygons } from './geojson.mjs';
import { innerPoint } from './inner-point.mjs';
import { country } from './land.mjs';
import { territoryNames } from './names.mjs';

const FIRST = new Set(['KAZ', 'KGZ', 'TJK', 'TKM', 'UZB', 'CHN', 'RUS']);

/** Alpha-2 codes that Natural Earth has not. */
const ALPHA_2 = { XKX: 'XK' };

/** Where Natural Earth's label lies outside the part that is shown, or badly. */
const LABELS = { KAZ: [67.3, 48.1], RUS: [95, 61.5] };

/** The neighbours that the story needs stand out, small countries far away do not. */
const RANKS = { AFG: 2, MNG: 2, AZE: 3, BEL: 4, COD: 3, GEO: 3, KEN: 3, KOR: 3, PRT: 3 };

export async function countryFeatures(shapes, rows) {
  const names = territoryNames();
  const rowOf = new Map();
  for (const { properties } of rows) {
    const id = country(properties.ADM0_A3);
    // Of the rows that make one country, the one that is the country.
    if (!rowOf.has(id) || properties.ISO_A3_EH === id) rowOf.set(id, properties);
  }
  const features = [];
  for (const [id, geometry] of shapes) {
    const row = rowOf.get(id);
    const label = LABELS[id] ?? [row.LABEL_X, row.LABEL_Y].map((v) => +v.toFixed(2));
    features.push({
      id,
      properties: {
        class: 'country',
        name: names(ALPHA_2[id] ?? row.ISO_A2_EH),
        ...(LOCAL[id] && { local: LOCAL[id] }),
        rank: rank(id, row),
        label: inPolygons(label, geometry) ? label : await innerPoint(geometry),
      },
      geometry,
    });
  }
  return features;
}

/** Languages of the place that countries are named in. */
const LOCAL = { CHN: 'zh', KAZ: 'kk', KGZ: 'ky', RUS: 'ru', TJK: 'tg', TKM: 'tk', TWN: 'zh', UZB: 'uz' };

/** Natural Earth ranks labels from 2, the largest countries, to 7. */
function rank(id, { LABELRANK }) {
  if (FIRST.has(id)) return 1;
  return RANKS[id] ?? (LABELRANK <= 2 ? 2 : LABELRANK <= 4 ? 3 : 4);
}
