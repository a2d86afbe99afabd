// A page's own GeoJSON over the map: from whatever it has, styled, found, taken away; and what is no GeoJSON is refused in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMap, settle, stage } from './browser.mjs';

const GEOJSON = {
  type: 'FeatureCollection',
  features: [
    { type: 'Feature', id: 'mine', properties: { name: 'My place', note: '<b>bold</b>' }, geometry: { type: 'Point', coordinates: [90, 47] } },
    { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: ['x', 1] } },
  ],
};

const it = stage({
  pages: {
    'map.html': `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="page.css">
      <script type="module" src="central-asia-map.js"></script><central-asia-map></central-asia-map>`,
    'laid.html': `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="page.css">
      <script type="module" src="central-asia-map.js"></script><central-asia-map overlay="mine.json"></central-asia-map>`,
    'mine.json': JSON.stringify(GEOJSON),
    'page.css': 'body { margin: 0 } central-asia-map { height: 700px }',
  },
});

async function opened(t, page = 'map.html') {
  const tab = await it.open(t, { reducedMotion: 'reduce' });
  // A body that is read piece by piece to its end may be reported as given up by the browser, which had the end already.
  tab.expect(/mine\.json: net::ERR_ABORTED/);
  return { tab, map: await openMap(tab, `${it.server.url}${page}`) };
}

for (const [what, source] of Object.entries({
  'an object': (geojson) => geojson,
  'a Blob': (geojson) => new Blob([JSON.stringify(geojson)]),
  'an ArrayBuffer': (geojson) => new TextEncoder().encode(JSON.stringify(geojson)).buffer,
  'a stream': (geojson) => new Blob([JSON.stringify(geojson)]).stream(),
  'an address': () => 'mine.json',
})) {
  test(`an overlay comes from ${what}`, async (t) => {
    const { tab, map } = await opened(t);
    const added = await map.evaluate((map, [geojson, source]) => {
      return map.addOverlay('mine layer', new Function(`return ${source}`)()(geojson), { title: 'Mine' });
    }, [GEOJSON, String(source)]);
    assert.equal(added.features, 1);
    assert.equal(added.skipped, 1);
    assert.equal(added.warnings[0].path, '$.features[1].geometry.coordinates');
    await settle(tab);
    // It is found, picked and drawn like everything else.
    assert.ok((await map.evaluate((map) => map.features())).some(({ id, layer }) => id === 'mine' && layer === 'mine-layer'));
    assert.equal(await map.evaluate((map) => map.featureAt(...map.project([90, 47])).id), 'mine');
    assert.match(await map.evaluate((map) => map.describe()), /\n- My place\. /);
    assert.match(await map.evaluate((map) => map.toSVG({ relief: false })), /My place/);
    await map.locator('.legend').getByText('Mine', { exact: true }).waitFor({ state: 'attached' });
    await map.evaluate((map) => map.select('mine'));
    // What stands in the file is text.
    assert.match(await map.locator('.panel').innerText(), /<b>bold<\/b>/);
    await map.evaluate((map) => map.removeOverlay('mine-layer'));
    await settle(tab);
    assert.equal(await map.evaluate((map) => map.features().some(({ id }) => id === 'mine')), false);
    assert.equal(await map.evaluate((map) => map.save().selected), null);
  });
}

test('the attribute lays a file over the map, and takes it away again', async (t) => {
  const { tab, map } = await opened(t, 'laid.html');
  const laid = () => map.evaluate((map) => map.features().some(({ id, layer }) => id === 'mine' && layer === 'overlay'));
  await tab.waitForFunction(() => document.querySelector('central-asia-map').features().some(({ id }) => id === 'mine'));
  assert.ok(await laid());
  assert.ok((await tab.mapEvents('map-progress')).some(({ detail }) => detail.id === 'overlay' && detail.loaded > 100));
  await map.evaluate((map) => map.removeAttribute('overlay'));
  await settle(tab);
  assert.ok(!(await laid()));
});

test('what is no GeoJSON is refused with its reason, and the map is as before', async (t) => {
  const { tab, map } = await opened(t);
  const before = await map.evaluate((map) => map.features().length);
  const refused = (source) => map.evaluate((map, source) => map.addOverlay('bad', source).then(() => null, ({ detail }) => detail), source);
  assert.equal((await refused({ type: 'Topology' })).code, 'not-geojson');
  assert.equal((await refused({ type: 'FeatureCollection', crs: { properties: { name: 'EPSG:3857' } }, features: [] })).code, 'bad-coordinates');
  assert.equal((await refused(7)).code, 'not-geojson');
  tab.expect(/404/);
  assert.equal((await refused('nowhere.json')).code, 'data-missing');
  assert.equal(await map.evaluate((map) => map.features().length), before);
  assert.ok((await tab.mapEvents('map-error')).length >= 4);
});

test('an overlay outlives what arrives in the atlas later, and another projection', async (t) => {
  const { tab, map } = await opened(t);
  await map.evaluate((map, geojson) => map.addOverlay('mine', geojson), GEOJSON);
  await map.evaluate((map) => map.setView({ center: [90, 47], zoom: 6 }));
  await tab.waitForTimeout(1500);
  assert.equal(await map.evaluate((map) => map.featureAt(...map.project([90, 47])).id), 'mine');
  await map.evaluate((map) => { map.projection = 'mercator'; });
  await settle(tab);
  assert.equal(await map.evaluate((map) => map.featureAt(...map.project([90, 47])).id), 'mine');
});
