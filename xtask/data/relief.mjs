// Shaded relief in the map's own projection, as a grey image in which 128 is flat ground.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import webpEncoder from '@jsquash/webp/codec/enc/webp_enc.js';
import { defaultOptions } from '@jsquash/webp/meta.js';
import { initEmscriptenModule } from '@jsquash/webp/utils.js';
import { readElevation } from './elevation.mjs';
import { polygons } from './geojson.mjs';

/** In the plane of the projection: radii of the sphere, x to the east and y to the north of the projection's centre. */
export const bounds = [-0.59, -0.32, 0.66, 0.4];

const WIDTH = 2200;
const EARTH_RADIUS = 6371008.8;

/** Width of a pixel in the plane. */
const PIXEL = (bounds[2] - bounds[0]) / WIDTH;
const HEIGHT = Math.round((bounds[3] - bounds[1]) / PIXEL);

/** Over this share of the image's width the relief rises from its edges. */
const FADE = 0.09;

/** Where the light comes from, degrees clockwise from the top of the map, and how much of it: mostly from the upper left. */
const LIGHTS = [[315, 0.55], [270, 0.2], [0, 0.2], [225, 0.05]];

/** The forms that are shaded: blur in pixels, exaggeration of heights, share. Small ones give texture, large ones body. */
const FORMS = [
  { blur: 0.7, exaggeration: 14, share: 0.4 },
  { blur: 2.5, exaggeration: 24, share: 0.36 },
  { blur: 8, exaggeration: 44, share: 0.24 },
];

/** Steep ground is darker whichever way it faces: shares of light and of steepness. */
const CONTRAST = { light: 1.6, steepness: 0.55 };

/** Less than this, of 1, is flat: plains stay clean. */
const THRESHOLD = 0.022;

/** Lit slopes are stronger than the light on them: only dark land shows them, and it needs them. */
const HIGHLIGHT = 2.6;

const QUALITY = 62;

/** The image, given the atlas's projection and features of land and of water. */
export async function shadedRelief(projection, land, water) {
  const conic = albers(projection);
  const heights = await heightsIn(conic);
  const ground = cover(land, conic);
  const wet = cover(water, conic);
  for (let i = 0; i < ground.length; i += 1) ground[i] *= 1 - wet[i];
  const dry = blurred(ground, 1.2);
  const shade = new Float32Array(WIDTH * HEIGHT);
  for (const form of FORMS) addForm(shade, heights, form);
  const grey = new Uint8ClampedArray(4 * WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const i = y * WIDTH + x;
      const value = 128 + 127 * soft(shade[i]) * dry[i] * ground[i] * fade(x, y);
      grey.set([value, value, value, 255], 4 * i);
    }
  }
  return encode(grey);
}

/** Snyder, Map Projections: A Working Manual (1987), p. 100–102, for the sphere. */
function albers({ parallels, center }) {
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const [first, second] = parallels.map((lat) => Math.sin(radians(lat)));
  const cone = (first + second) / 2;
  const constant = 1 - first * first + 2 * cone * first;
  const radius = (lat) => Math.sqrt(Math.max(0, constant - 2 * cone * Math.sin(radians(lat)))) / cone;
  const origin = radius(center[1]);
  return {
    forward([lon, lat]) {
      const angle = cone * radians(((lon - center[0] + 540) % 360) - 180);
      return [radius(lat) * Math.sin(angle), origin - radius(lat) * Math.cos(angle)];
    },
    inverse([x, y]) {
      const from = Math.sqrt(x * x + (origin - y) * (origin - y));
      const sine = (constant - from * from * cone * cone) / (2 * cone);
      return [center[0] + (Math.atan2(x, origin - y) / cone / Math.PI) * 180, (Math.asin(sine) / Math.PI) * 180];
    },
  };
}

async function heightsIn({ inverse }) {
  const heightAt = await readElevation();
  const spacing = (PIXEL / Math.PI) * 180;
  const heights = new Float32Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const [lon, lat] = inverse([bounds[0] + (x + 0.5) * PIXEL, bounds[3] - (y + 0.5) * PIXEL]);
      heights[y * WIDTH + x] = heightAt(lon, lat, spacing);
    }
  }
  return heights;
}

/** How much of each pixel areas cover, 0 to 1, from four lines across it. */
function cover(features, { forward }) {
  const LINES = 4;
  const covered = new Float32Array(WIDTH * HEIGHT);
  for (const { geometry } of features) {
    const edges = [];
    for (const ring of polygons(geometry).flat()) {
      const track = refined(ring).map(forward).map(([x, y]) => [(x - bounds[0]) / PIXEL, (bounds[3] - y) / PIXEL]);
      for (let i = 1; i < track.length; i += 1) if (track[i - 1][1] !== track[i][1]) edges.push([track[i - 1], track[i]]);
    }
    const crossings = Array.from({ length: HEIGHT * LINES }, () => []);
    for (const [[x1, y1], [x2, y2]] of edges) {
      const from = Math.max(0, Math.ceil(Math.min(y1, y2) * LINES - 0.5));
      const to = Math.min(HEIGHT * LINES - 1, Math.ceil(Math.max(y1, y2) * LINES - 0.5) - 1);
      for (let line = from; line <= to; line += 1) crossings[line].push(x1 + (((line + 0.5) / LINES - y1) / (y2 - y1)) * (x2 - x1));
    }
    crossings.forEach((xs, line) => {
      xs.sort((a, b) => a - b);
      for (let i = 0; i + 1 < xs.length; i += 2) fill(covered, Math.floor(line / LINES) * WIDTH, xs[i], xs[i + 1], 1 / LINES);
    });
  }
  return covered.map((share) => Math.min(1, share));
}

function fill(covered, row, from, to, share) {
  const [left, right] = [Math.max(0, from), Math.min(WIDTH, to)];
  for (let x = Math.floor(left); x < right; x += 1) covered[row + x] += share * (Math.min(right, x + 1) - Math.max(left, x));
}

/** A parallel is no straight line in the plane. */
function refined(ring) {
  return ring.flatMap((to, i) => {
    if (i === 0) return [to];
    const from = ring[i - 1];
    const steps = Math.max(1, Math.ceil(Math.abs(to[0] - from[0])));
    return Array.from({ length: steps }, (_, k) => [0, 1].map((axis) => from[axis] + ((to[axis] - from[axis]) * (k + 1)) / steps));
  });
}

/** Adds the light on the ground, less that on flat ground, and takes off for steepness. */
function addForm(shade, heights, { blur, exaggeration, share }) {
  const ground = blurred(heights, blur);
  const scale = exaggeration / (2 * PIXEL * EARTH_RADIUS);
  const altitude = Math.SQRT1_2;
  const lights = LIGHTS.map(([azimuth, weight]) => [Math.sin((azimuth * Math.PI) / 180), Math.cos((azimuth * Math.PI) / 180), weight]);
  for (let y = 0; y < HEIGHT; y += 1) {
    const [above, below] = [Math.max(0, y - 1) * WIDTH, Math.min(HEIGHT - 1, y + 1) * WIDTH];
    for (let x = 0; x < WIDTH; x += 1) {
      const i = y * WIDTH + x;
      const east = (ground[i + (x + 1 < WIDTH ? 1 : 0)] - ground[i - (x > 0 ? 1 : 0)]) * scale;
      const north = (ground[above + x] - ground[below + x]) * scale;
      const up = 1 / Math.sqrt(1 + east * east + north * north);
      let light = 0;
      for (const [lx, ly, weight] of lights) light += weight * Math.max(0, altitude * up * (1 - east * lx - north * ly));
      shade[i] += share * (CONTRAST.light * (light - altitude) - CONTRAST.steepness * (1 - up));
    }
  }
}

/** Flat below the threshold, and less than 1 however strong. */
function soft(value) {
  const strength = Math.max(0, Math.abs(value) - THRESHOLD) * (value > 0 ? HIGHLIGHT : 1);
  return (Math.sign(value) * strength) / Math.sqrt(1 + strength * strength);
}

function fade(x, y) {
  const t = Math.min(1, Math.min(x + 0.5, WIDTH - x - 0.5, y + 0.5, HEIGHT - y - 0.5) / (FADE * WIDTH));
  return t * t * (3 - 2 * t);
}

/** Gauss's blur, along rows and then along columns. */
function blurred(source, deviation) {
  const reach = Math.ceil(deviation * 3);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * deviation * deviation)));
  const sum = kernel.reduce((a, b) => a + b, 0);
  const pass = (from, along, length, across, count) => {
    const to = new Float32Array(from.length);
    for (let j = 0; j < count; j += 1) {
      for (let i = 0; i < length; i += 1) {
        let total = 0;
        for (let k = -reach; k <= reach; k += 1) total += kernel[k + reach] * from[j * across + Math.min(length - 1, Math.max(0, i + k)) * along];
        to[j * across + i * along] = total / sum;
      }
    }
    return to;
  };
  return pass(pass(source, 1, WIDTH, WIDTH, HEIGHT), WIDTH, HEIGHT, 1, WIDTH);
}

/** The encoder without SIMD, so that every machine makes the same bytes. */
async function encode(rgba) {
  const wasm = createRequire(import.meta.url).resolve('@jsquash/webp/codec/enc/webp_enc.wasm');
  const encoder = await initEmscriptenModule(webpEncoder, new WebAssembly.Module(readFileSync(wasm)));
  return encoder.encode(rgba, WIDTH, HEIGHT, { ...defaultOptions, quality: QUALITY, method: 6, pass: 6 });
}
