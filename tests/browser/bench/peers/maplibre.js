// MapLibre GL: its own tiles of the same GeoJSON, made in its worker, drawn by WebGL.
import 'maplibre-gl/dist/maplibre-gl.css';
import { content, ready, SEA, shown, VIEW } from './content.js';
import { Map, setWorkerUrl } from 'maplibre-gl';

setWorkerUrl(new URL('maplibre-worker.js', import.meta.url).href);
// Its tiles are twice as wide as those that zooms are counted in elsewhere.
const level = (zoom) => zoom - 1;
let map;

ready(async () => {
  const { layers, marks } = await content();
  const sources = Object.fromEntries(layers.map(({ shapes }, index) => [`layer-${index}`, { type: 'geojson', data: shapes }]));
  sources.marks = {
    type: 'geojson',
    data: {
      type: 'FeatureCollection',
      features: marks.map(({ at, name }) => ({ type: 'Feature', properties: { name }, geometry: { type: 'Point', coordinates: at } })),
    },
  };
  const drawn = layers.flatMap(({ fill, stroke, width, dash }, index) => {
    const source = `layer-${index}`;
    const paint = { 'line-color': stroke, 'line-width': width, ...(dash && { 'line-dasharray': dash.map((length) => length / width) }) };
    const line = { id: `${source}-line`, type: 'line', source, paint, layout: { 'line-join': 'round' } };
    return fill ? [{ id: `${source}-fill`, type: 'fill', source, paint: { 'fill-color': fill } }, line] : [line];
  });
  map = new Map({
    container: 'map', center: VIEW[0], zoom: level(VIEW[1]), attributionControl: false, fadeDuration: 0,
    style: {
      version: 8,
      sources,
      layers: [
        { id: 'sea', type: 'background', paint: { 'background-color': SEA } },
        ...drawn,
        { id: 'dots', type: 'circle', source: 'marks', paint: { 'circle-radius': 3, 'circle-color': '#333333' } },
        {
          id: 'names', type: 'symbol', source: 'marks',
          layout: { 'text-field': ['get', 'name'], 'text-size': 12, 'text-anchor': 'left', 'text-offset': [0.4, 0], 'text-font': ['sans-serif'] },
          paint: { 'text-color': '#333333', 'text-halo-color': '#ffffff', 'text-halo-width': 1.5 },
        },
      ],
    },
  });
  map.on('error', ({ error }) => console.error(error));
  await new Promise((resolve) => map.once('idle', resolve));
  return shown();
}, (center, zoom) => map.jumpTo({ center, zoom: level(zoom) }));
