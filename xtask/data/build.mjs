// Rebuilds the base geodata and the relief in data/ from pinned packages. Run from the project's root by `cargo xtask data`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check, checkBoundaries } from './check.mjs';
import { countryFeatures } from './countries.mjs';
import { replacements } from './detail.mjs';
import { writeFeatures } from './geojson.mjs';
import { buildTopology, readLand, straitFeatures } from './land.mjs';
import { areas, boundaryFeatures, simplify, waterIn } from './level.mjs';
import { levels } from './levels.mjs';
import { regionFeatures } from './regions.mjs';
import { bounds, shadedRelief } from './relief.mjs';
import { readRivers, riverFeatures } from './rivers.mjs';
import { townFeatures } from './towns.mjs';
import { buildTracks } from './tracks.mjs';
import { lakeFeatures, readLakes } from './water.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

const MAX_RELIEF = 150_000;

const caspian = {
  id: 'caspian-sea',
  name: { en: 'Caspian Sea', ru: 'Каспийское море', zh: '里海', kk: 'Каспий теңізі', ky: 'Каспий деңизи', tg: 'Баҳри Хазар', tk: 'Hazar deňzi', uz: 'Kaspiy dengizi' },
  label: [50.6, 41.6],
};

function write(file, features) {
  check(file, features);
  writeFeatures(join(root, 'data', file), features);
  console.log(`data/${file}: ${features.length} features`);
}

async function buildBase() {
  const land = await readLand();
  const topology = await buildTopology(land);
  const lakes = await readLakes();
  const rivers = await readRivers();
  const first = {};
  let finest;
  for (const { folder, tolerance, grid } of levels) {
    const level = await simplify(topology, { tolerance, grid });
    const { id, name, label } = caspian;
    const sea = { id, properties: { class: 'sea', name, rank: 1, label }, geometry: waterIn(level, label) };
    const files = {
      countries: await countryFeatures(areas(level, 'owner'), land.countries),
      boundaries: [...boundaryFeatures(level), ...straitFeatures(land.boundaries)],
      regions: await regionFeatures(areas(level, 'leaf')),
      water: [sea, ...(await lakeFeatures(lakes, { tolerance }))],
      rivers: await riverFeatures(rivers, { tolerance, grid }),
    };
    const whole = {};
    for (const [key, features] of Object.entries(files)) {
      const file = join(folder, `${key}.geojson`);
      check(file, features);
      first[key] ??= features;
      const { changed, together } = first[key] === features ? { changed: features, together: features } : replacements(file, first[key], features);
      whole[key] = together;
      write(file, changed);
    }
    checkBoundaries(folder, whole.boundaries, whole.countries);
    finest = whole;
  }
  await writeRelief(finest.countries, finest.water);
  write('towns.geojson', townFeatures());
}

async function writeRelief(land, water) {
  const { projection, relief } = JSON.parse(readFileSync(join(root, 'data', 'atlas.json'), 'utf8'));
  if (String(relief.bounds) !== String(bounds)) throw new Error(`data/atlas.json places ${relief.file} at ${relief.bounds}, it is made for ${bounds}`);
  const image = await shadedRelief(projection, land, water);
  if (image.length > MAX_RELIEF) throw new Error(`${relief.file} takes ${image.length} bytes, more than ${MAX_RELIEF}`);
  writeFileSync(join(root, 'data', relief.file), image);
  console.log(`data/${relief.file}: ${image.length} bytes`);
}

await buildBase();
// Routes and pipelines, and the borders, which follow the boundaries.
await buildTracks(root);
