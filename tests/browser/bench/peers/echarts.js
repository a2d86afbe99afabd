// ECharts: areas are the map of its `geo` component, lines and points are series on it.
import { content, ready, SEA, shown, VIEW } from './content.js';
import { LinesChart, ScatterChart } from 'echarts/charts';
import { GeoComponent } from 'echarts/components';
import { init, registerMap, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([CanvasRenderer, GeoComponent, LinesChart, ScatterChart]);
const RADIANS = Math.PI / 180;
const mercator = {
  project: ([lon, lat]) => [lon * RADIANS, -Math.log(Math.tan(Math.PI / 4 + Math.max(-85, Math.min(85, lat)) * RADIANS / 2))],
  unproject: ([x, y]) => [x / RADIANS, (2 * Math.atan(Math.exp(-y)) - Math.PI / 2) / RADIANS],
};
const chart = init(document.querySelector('#map'));

/** Lines of a geometry, whatever it is. */
function linesOf({ type, coordinates }) {
  if (type === 'LineString') return [coordinates];
  return type === 'MultiPolygon' ? coordinates.flat() : coordinates;
}

/** What the first view shows, which is what it calls zoom 1. */
function bounds() {
  const [center, zoom] = VIEW;
  const radius = 2 ** zoom * 256 / (2 * Math.PI);
  const [x, y] = mercator.project(center);
  const [reachX, reachY] = [innerWidth / 2 / radius, innerHeight / 2 / radius];
  return [mercator.unproject([x - reachX, y - reachY]), mercator.unproject([x + reachX, y + reachY])];
}

ready(async () => {
  const { layers, marks } = await content();
  const areas = layers.flatMap(({ shapes, fill, stroke, width }, layer) => (fill ? shapes.features : [])
    .map(({ geometry }, index) => ({ name: `${layer}-${index}`, geometry, look: { areaColor: fill, borderColor: stroke, borderWidth: width } })));
  registerMap('article', {
    type: 'FeatureCollection',
    features: areas.map(({ name, geometry }) => ({ type: 'Feature', properties: { name }, geometry })),
  });
  chart.setOption({
    animation: false,
    backgroundColor: SEA,
    geo: {
      map: 'article', roam: true, projection: mercator, boundingCoords: bounds(), center: mercator.project(VIEW[0]), zoom: 1, silent: true,
      left: 0, top: 0, right: 0, bottom: 0,
      regions: areas.map(({ name, look }) => ({ name, itemStyle: look })),
    },
    series: [
      ...layers.filter(({ fill }) => !fill).map(({ shapes, stroke, width, dash }) => ({
        type: 'lines', coordinateSystem: 'geo', polyline: true, silent: true,
        lineStyle: { color: stroke, width, opacity: 1, type: dash ?? 'solid' },
        data: shapes.features.flatMap(({ geometry }) => linesOf(geometry)).map((coords) => ({ coords })),
      })),
      {
        type: 'scatter', coordinateSystem: 'geo', symbolSize: 6, silent: true, itemStyle: { color: '#333333' },
        label: { formatter: '{b}', position: 'right', color: '#333333', textBorderColor: '#ffffff', textBorderWidth: 3 },
        data: marks.map(({ at, name }) => ({ name, value: at, label: { show: Boolean(name) } })),
      },
    ],
  });
  return shown();
}, (center, zoom) => chart.setOption({ geo: { center: mercator.project(center), zoom: 2 ** (zoom - VIEW[1]) } }));
