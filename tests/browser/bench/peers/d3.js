// D3's projection and path on a canvas, moved by d3-zoom: everything is projected and drawn in every frame.
import { content, ready, SEA, shown, VIEW } from './content.js';
import { geoConicEqualArea, geoPath } from 'd3-geo';
import { select } from 'd3-selection';
import { zoom as makeZoom, zoomIdentity } from 'd3-zoom';

const canvas = document.createElement('canvas');
document.querySelector('#map').append(canvas);
canvas.width = innerWidth * devicePixelRatio;
canvas.height = innerHeight * devicePixelRatio;
const context = canvas.getContext('2d');
const projection = geoConicEqualArea().parallels([30, 52]).rotate([-75, 0]).center([0, 43]);
const path = geoPath(projection, context);
let drawn = { layers: [], marks: [] };
let transform = zoomIdentity;
let due = false;

function draw() {
  due = false;
  const { k, x, y } = transform;
  projection.scale(k).translate([x, y]).clipExtent([[-10, -10], [innerWidth + 10, innerHeight + 10]]);
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.fillStyle = SEA;
  context.fillRect(0, 0, innerWidth, innerHeight);
  context.lineJoin = 'round';
  for (const { shapes, fill, stroke, width, dash = [] } of drawn.layers) {
    context.beginPath();
    path(shapes);
    if (fill) {
      context.fillStyle = fill;
      context.fill();
    }
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.stroke();
  }
  context.setLineDash([]);
  context.font = '12px sans-serif';
  context.lineWidth = 3;
  context.strokeStyle = '#ffffff';
  context.fillStyle = '#333333';
  for (const { at, name } of drawn.marks) {
    const [x, y] = projection(at);
    context.beginPath();
    context.arc(x, y, 3, 0, 7);
    context.fill();
    if (!name) continue;
    context.strokeText(name, x + 5, y + 4);
    context.fillText(name, x + 5, y + 4);
  }
}

function redraw() {
  if (!due) requestAnimationFrame(draw);
  due = true;
}

const zoom = makeZoom().on('zoom', (event) => {
  transform = event.transform;
  redraw();
});
const target = select(canvas).call(zoom);

function setView(center, level) {
  const scale = 2 ** level * 256 / (2 * Math.PI) / Math.cos(center[1] * Math.PI / 180);
  const [x, y] = projection.scale(scale).translate([0, 0])(center);
  target.call(zoom.transform, zoomIdentity.translate(innerWidth / 2 - x, innerHeight / 2 - y).scale(scale));
}

/** Its rings run the other way than those of RFC 7946. */
function wind({ type, coordinates }) {
  const rings = type === 'Polygon' ? coordinates : type === 'MultiPolygon' ? coordinates.flat() : [];
  for (const ring of rings) ring.reverse();
}

ready(async () => {
  drawn = await content();
  for (const geometry of new Set(drawn.layers.flatMap(({ shapes }) => shapes.features.map((feature) => feature.geometry)))) wind(geometry);
  setView(...VIEW);
  return shown();
}, setView);
