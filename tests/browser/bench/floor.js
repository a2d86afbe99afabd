// The plainest good map: one cached path per layer of the same files, all of it drawn in every frame. No simplification, no
// culling, no library. What the map is measured against.
import { LARGE, large, LOOKS } from './large.js';

const FILES = ['countries', 'regions', 'rivers', 'water', 'boundaries', 'tracks', 'corridors', 'pipelines', 'borders', 'hubs', 'security', 'summit', 'towns'];
const LABELS = 60;
const RADIANS = Math.PI / 180;

/** Albers' conic on the sphere of radius 1, y up, as the manifest has it. */
function albers({ parallels: [south, north], center: [lon, lat] }) {
  const [a, b] = [Math.sin(south * RADIANS), Math.sin(north * RADIANS)];
  const cone = (a + b) / 2;
  const constant = 1 - a * a + 2 * cone * a;
  const radius = (lat) => Math.sqrt(constant - 2 * cone * Math.sin(lat * RADIANS)) / cone;
  const origin = radius(lat);
  return ([x, y]) => {
    const [r, angle] = [radius(y), cone * (x - lon) * RADIANS];
    return [r * Math.sin(angle), origin - r * Math.cos(angle)];
  };
}

/** Lines of a geometry, whatever it is. */
function linesOf({ type, coordinates }) {
  if (type === 'LineString') return [coordinates];
  if (type === 'Polygon' || type === 'MultiLineString') return coordinates;
  return type === 'MultiPolygon' ? coordinates.flat() : [];
}

const canvas = document.querySelector('canvas');
const context = canvas.getContext('2d');
const camera = { x: 0, y: 0, scale: 1000 };
let layers = [];
let marks = [];
let features = [];
let project;
let due = false;

const json = async (name) => (await fetch(`sources/${name}`)).json();

function trace(path, geometry) {
  for (const line of linesOf(geometry)) {
    line.forEach((position, index) => path[index ? 'lineTo' : 'moveTo'](...project(position)));
  }
}

function layer(geometries, look) {
  const path = new Path2D();
  for (const geometry of geometries) if (geometry) trace(path, geometry);
  layers.push({ path, ...look });
}

async function loadLarge() {
  const [manifest, { areas, lines, points }] = await Promise.all([json('atlas.json'), large()]);
  project = albers(manifest.projection);
  layer(areas, LOOKS.area);
  layer(lines, LOOKS.line);
  marks = points.map(({ coordinates }) => ({ at: project(coordinates), name: '' }));
}

async function loadArticle() {
  const [manifest, ...files] = await Promise.all([json('atlas.json'), ...FILES.map((name) => json(`${name}.geojson`))]);
  project = albers(manifest.projection);
  const data = Object.fromEntries(FILES.map((name, index) => [name, files[index].features]));
  const shapes = (name, keep = () => true) => data[name].filter(keep).map((feature) => feature.geometry);
  const tracks = new Map(data.tracks.map((track) => [track.id, track.geometry]));
  const legs = (name) => data[name].flatMap((feature) => (feature.properties.legs ?? []).map((leg) => tracks.get(leg)));
  const focus = new Set(manifest.focus);
  layer(shapes('countries'), { fill: '#eeeae0', stroke: '#9fb4bd', width: 1 });
  layer(shapes('countries', ({ id }) => focus.has(id)), { fill: '#fbf6e6', stroke: '#b9a97c', width: 1.1 });
  layer(shapes('rivers'), { stroke: '#a9c6d4', width: 0.8 });
  layer(shapes('regions'), { stroke: '#d8d0bd', width: 0.8 });
  layer(shapes('water'), { fill: '#d6e5ec', stroke: '#9fb4bd', width: 0.7 });
  layer(shapes('boundaries'), { stroke: '#8d8676', width: 1 });
  layer(shapes('borders'), { stroke: '#8a5a3a', width: 2 });
  layer(legs('pipelines'), { stroke: '#7a4a8a', width: 2, dash: [6, 3] });
  layer(legs('corridors'), { stroke: '#ffffff', width: 4 });
  layers.push({ ...layers.at(-1), stroke: '#b03a2e', width: 2.4 });
  const points = (name) => data[name].filter((feature) => feature.geometry?.type === 'Point').map((feature) => ({
    at: project(feature.geometry.coordinates), name: feature.properties.name?.en ?? '', rank: feature.properties.rank ?? 9,
  }));
  const towns = points('towns').sort((a, b) => a.rank - b.rank).slice(0, LABELS);
  marks = [...['hubs', 'security', 'summit', 'borders'].flatMap(points).map((mark) => ({ ...mark, name: '' })), ...towns];
  // For picking: a path for each feature, behind its box.
  for (const name of ['countries', 'borders', 'corridors', 'pipelines']) {
    for (const { id, geometry, properties } of data[name]) {
      const own = geometry ? [geometry] : (properties.legs ?? []).map((leg) => tracks.get(leg));
      const path = new Path2D();
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const geometry of own) {
        trace(path, geometry);
        for (const [x, y] of linesOf(geometry).flat().map(project)) {
          [box[0], box[1], box[2], box[3]] = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
        }
      }
      features.push({ id, path, box, area: name === 'countries' });
    }
  }
}

function draw() {
  due = false;
  const ratio = devicePixelRatio;
  const { width, height } = canvas;
  const [left, top] = [width / 2 - camera.x * camera.scale * ratio, height / 2 + camera.y * camera.scale * ratio];
  const scale = camera.scale * ratio;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = '#d6e5ec';
  context.fillRect(0, 0, width, height);
  context.setTransform(scale, 0, 0, -scale, left, top);
  context.lineJoin = 'round';
  for (const { path, fill, stroke, width, dash = [] } of layers) {
    if (fill) {
      context.fillStyle = fill;
      context.fill(path, 'evenodd');
    }
    context.strokeStyle = stroke;
    context.lineWidth = width / camera.scale;
    context.setLineDash(dash.map((length) => length / camera.scale));
    context.stroke(path);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.setLineDash([]);
  context.font = '12px sans-serif';
  context.lineWidth = 3;
  context.strokeStyle = '#ffffff';
  context.fillStyle = '#333333';
  context.beginPath();
  const placed = marks.map(({ at: [x, y], name }) => [left / ratio + x * camera.scale, top / ratio - y * camera.scale, name]);
  for (const [x, y] of placed) {
    context.moveTo(x + 3, y);
    context.arc(x, y, 3, 0, 7);
  }
  context.fill();
  for (const [x, y, name] of placed) {
    if (!name) continue;
    context.strokeText(name, x + 5, y + 4);
    context.fillText(name, x + 5, y + 4);
  }
}

function redraw() {
  if (!due) requestAnimationFrame(draw);
  due = true;
}

function resize() {
  canvas.width = Math.round(innerWidth * devicePixelRatio);
  canvas.height = Math.round(innerHeight * devicePixelRatio);
}

const toPlane = (x, y) => [
  camera.x + (x - innerWidth / 2) / camera.scale, camera.y - (y - innerHeight / 2) / camera.scale,
];

function scaleAbout(x, y, factor) {
  const [a, b] = toPlane(x, y);
  camera.scale *= factor;
  const [c, d] = toPlane(x, y);
  camera.x += a - c;
  camera.y += b - d;
}

const pointers = new Map();
canvas.addEventListener('pointerdown', (event) => pointers.set(event.pointerId, [event.clientX, event.clientY]));
for (const type of ['pointerup', 'pointercancel']) canvas.addEventListener(type, (event) => pointers.delete(event.pointerId));
canvas.addEventListener('pointermove', (event) => {
  const before = pointers.get(event.pointerId);
  if (!before) return;
  const shape = () => {
    const [[ax, ay], [bx, by] = [ax, ay]] = [...pointers.values()];
    return [(ax + bx) / 2, (ay + by) / 2, Math.hypot(ax - bx, ay - by) || 1];
  };
  const [x, y, reach] = shape();
  pointers.set(event.pointerId, [event.clientX, event.clientY]);
  const [nextX, nextY, nextReach] = shape();
  camera.x -= (nextX - x) / camera.scale;
  camera.y += (nextY - y) / camera.scale;
  scaleAbout(nextX, nextY, nextReach / reach);
  redraw();
});

/** A Web Mercator zoom at a latitude, as a scale: Albers stretches parallels as it shrinks meridians, so roughly. */
const scaleFor = (zoom, lat) => 2 ** zoom * 256 / (2 * Math.PI) / Math.cos(lat * RADIANS);

function setView(center, zoom) {
  [camera.x, camera.y] = project(center);
  camera.scale = scaleFor(zoom, center[1]);
  redraw();
}

function pick(x, y) {
  const [a, b] = toPlane(x, y);
  const reach = 6 / camera.scale;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.setLineDash([]);
  context.lineWidth = 2 * reach;
  for (let index = features.length - 1; index >= 0; index -= 1) {
    const { id, path, box, area } = features[index];
    if (a < box[0] - reach || b < box[1] - reach || a > box[2] + reach || b > box[3] + reach) continue;
    if (area ? context.isPointInPath(path, a, b, 'evenodd') : context.isPointInStroke(path, a, b)) return id;
  }
  return null;
}

async function start(view) {
  await (LARGE ? loadLarge() : loadArticle());
  resize();
  setView(...view);
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return performance.now();
}

const first = start([[75, 43], 3.6]);
window.bench = { first, all: () => first, setView, pick };
