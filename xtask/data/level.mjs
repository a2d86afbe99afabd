// One level of detail: the topology simplified, rounded and taken apart into features.
import mapshaper from 'mapshaper';
import { merge, mesh } from 'topojson-client';
import { inPolygons, polygonal } from './geojson.mjs';
import { holdersByArc } from './land.mjs';
import { antimeridian, snap } from './levels.mjs';
import { json } from './packages.mjs';
import { turned, turnedBack } from './turn.mjs';

/** Simplifies shared arcs once, each by the tolerance of its zone, then rounds every position. */
export async function simplify(topology, { tolerance, grid }) {
  const commands = [
    '-i topology.json',
    `-simplify variable weighted keep-shapes interval='(${JSON.stringify(tolerance)})[zone || "outside"]' target=land`,
    '-clean target=land',
    '-o out.json format=topojson no-quantization target=*',
  ];
  let level = turnedBack(json((await mapshaper.applyCommands(commands.join(' '), { 'topology.json': JSON.stringify(turned(topology)) }))['out.json']));
  // Rounding may push one line over another; cleaning puts a vertex where they cross, which has to be rounded in turn.
  for (let pass = 0; pass < 8; pass += 1) {
    const rounded = { ...level, arcs: level.arcs.map((arc) => round(arc, grid)) };
    const cleaned = await mapshaper.applyCommands('-i topology.json no-topology -clean no-snap target=land -o out.json format=topojson no-quantization target=*', { 'topology.json': turned(rounded) });
    level = turnedBack(json(cleaned['out.json']));
    if (level.arcs.every((arc) => JSON.stringify(arc) === JSON.stringify(round(arc, grid)))) return level;
  }
  throw new Error('rounding does not settle');
}

function round(arc, grid) {
  const kept = [];
  const small = isSmallRing(arc);
  for (const position of arc) {
    const [x, y] = snap(position, grid, small);
    const last = kept.at(-1);
    if (!last || last[0] !== x || last[1] !== y) kept.push([x, y]);
  }
  if (kept.length === 1) kept.push(kept[0]);
  return kept;
}

function isSmallRing(arc) {
  const [[west, south], end] = [arc[0], arc.at(-1)];
  return west === end[0] && south === end[1] && arc.every(([x, y]) => Math.abs(x - west) < 0.5 && Math.abs(y - south) < 0.5);
}

/** The land whose property `by` is the same, merged; what lies beyond the antimeridian in parts of its own (RFC 7946, 3.1.9). */
export function areas(level, by) {
  const groups = new Map();
  for (const piece of level.objects.land.geometries) {
    const key = piece.properties[by];
    if (!groups.has(key)) groups.set(key, { before: [], beyond: [] });
    groups.get(key)[piece.properties.zone === 'beyond' ? 'beyond' : 'before'].push(piece);
  }
  const area = ({ before, beyond }) => {
    const across = merge(level, beyond).coordinates.map((rings) => rings.map((ring) => ring.map(([x, y]) => [+(x - 2 * antimeridian).toFixed(3), y])));
    return polygonal([...merge(level, before).coordinates, ...across]);
  };
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, pieces]) => [key, area(pieces)]));
}

/** Boundary features: one for each pair of countries and kind of boundary. */
export function boundaryFeatures(level) {
  const groups = new Map();
  // What simplification has narrowed to nothing leaves arcs that part nobody any more.
  const parting = new Map([...holdersByArc(level)].filter(([, holders]) => holders.size === 2));
  for (const { properties, arcs = [] } of level.objects.lines.geometries) {
    const { between, kind, views } = properties;
    const key = JSON.stringify([between, kind !== 'international', kind, views]);
    for (const arc of arcs.flat(Infinity)) {
      if (!parting.delete(arc < 0 ? ~arc : arc)) continue;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push({ type: 'LineString', arcs: [arc] });
    }
  }
  // Where a lagoon between two countries has closed, the boundary goes on through it.
  for (const [arc, holders] of parting) {
    const beside = [...groups.keys()].filter((key) => JSON.stringify(JSON.parse(key)[0]) === JSON.stringify([...holders].sort()));
    if (beside.length !== 1) throw new Error(`no boundary between ${[...holders]} at ${level.arcs[arc][0]}`);
    groups.get(beside[0]).push({ type: 'LineString', arcs: [arc] });
  }
  const seen = new Map();
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, geometries]) => {
    const [between, , kind, views] = JSON.parse(key);
    const pair = between.join('-');
    const nth = (seen.get(pair) ?? 0) + 1;
    seen.set(pair, nth);
    const { coordinates } = mesh(level, { type: 'GeometryCollection', geometries });
    return {
      id: `boundary-${pair}${nth > 1 ? `-${nth}` : ''}`,
      properties: { class: 'boundary', between, kind, ...(views && { views }) },
      geometry: coordinates.length === 1 ? { type: 'LineString', coordinates: coordinates[0] } : { type: 'MultiLineString', coordinates },
    };
  });
}

/** The hole that the land leaves around a position, less the islands in it. */
export function waterIn(level, position) {
  const land = merge(level, level.objects.land.geometries).coordinates;
  for (const [, ...holes] of land) {
    for (const shore of holes) {
      if (!inPolygons(position, { type: 'Polygon', coordinates: [shore] })) continue;
      const islands = land.filter(([outer]) => outer !== shore && inPolygons(outer[0], { type: 'Polygon', coordinates: [shore] }));
      return polygonal([[shore, ...islands.map(([outer]) => outer)]]);
    }
  }
  throw new Error(`no land around ${position}`);
}
