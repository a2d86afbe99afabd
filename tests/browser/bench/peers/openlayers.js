// OpenLayers with its canvas renderer, as it comes: while a hand moves the map it draws again what it has.
import 'ol/ol.css';
import { content, ready, SEA, shown, VIEW } from './content.js';
import Feature from 'ol/Feature.js';
import GeoJSON from 'ol/format/GeoJSON.js';
import Point from 'ol/geom/Point.js';
import VectorLayer from 'ol/layer/Vector.js';
import Map from 'ol/Map.js';
import { fromLonLat } from 'ol/proj.js';
import VectorSource from 'ol/source/Vector.js';
import { Circle, Fill, Stroke, Style, Text } from 'ol/style.js';
import View from 'ol/View.js';

const view = new View({ center: fromLonLat(VIEW[0]), zoom: VIEW[1] });
const map = new Map({ target: 'map', view, controls: [] });
map.getTargetElement().style.background = SEA;

ready(async () => {
  const { layers, marks } = await content();
  const format = new GeoJSON({ featureProjection: 'EPSG:3857' });
  for (const { shapes, fill, stroke, width, dash } of layers) {
    const style = new Style({
      fill: fill && new Fill({ color: fill }), stroke: new Stroke({ color: stroke, width, lineDash: dash }),
    });
    map.addLayer(new VectorLayer({ source: new VectorSource({ features: format.readFeatures(shapes) }), style }));
  }
  const image = new Circle({ radius: 3, fill: new Fill({ color: '#333333' }) });
  const features = marks.map(({ at, name }) => {
    const feature = new Feature(new Point(fromLonLat(at)));
    const text = name && new Text({
      text: name, font: '12px sans-serif', textAlign: 'left', offsetX: 5,
      fill: new Fill({ color: '#333333' }), stroke: new Stroke({ color: '#ffffff', width: 3 }),
    });
    feature.setStyle(new Style({ image, text: text || undefined }));
    return feature;
  });
  map.addLayer(new VectorLayer({ source: new VectorSource({ features }), declutter: true }));
  await new Promise((resolve) => map.once('rendercomplete', resolve));
  return shown();
}, (center, zoom) => {
  view.setCenter(fromLonLat(center));
  view.setZoom(zoom);
});
