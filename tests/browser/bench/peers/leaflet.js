// Leaflet with its canvas renderer; names are its permanent tooltips, as it draws no text itself.
import 'leaflet/dist/leaflet.css';
import { content, ready, SEA, shown, VIEW } from './content.js';
import { canvas, circleMarker, geoJSON, map as makeMap } from 'leaflet/dist/leaflet-src.esm.js';

const turned = ([lon, lat]) => [lat, lon];
const map = makeMap('map', { renderer: canvas(), zoomSnap: 0, zoomControl: false, attributionControl: false })
  .setView(turned(VIEW[0]), VIEW[1]);
map.getContainer().style.background = SEA;

ready(async () => {
  const { layers, marks } = await content();
  for (const { shapes, fill, stroke, width, dash } of layers) {
    const style = { fill: Boolean(fill), fillColor: fill, fillOpacity: 1, color: stroke, weight: width, dashArray: dash };
    geoJSON(shapes, { style, interactive: false }).addTo(map);
  }
  for (const { at, name } of marks) {
    const mark = circleMarker(turned(at), { radius: 3, stroke: false, fillColor: '#333333', fillOpacity: 1, interactive: false }).addTo(map);
    if (name) mark.bindTooltip(name, { permanent: true, direction: 'right' });
  }
  return shown();
}, (center, zoom) => map.setView(turned(center), zoom, { animate: false }));
