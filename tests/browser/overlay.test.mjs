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

test('an overlay is on the screen when the promise of it is kept', async (t) => {
  const { map } = await opened(t);
  const red = await map.evaluate(async (map) => {
    const canvas = map.shadowRoot.querySelector('canvas');
    const count = () => {
      const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
      return pixels.filter((pixel) => pixel === 0xff0000ff).length;
    };
    const before = count();
    const ring = [[80, 40], [90, 40], [90, 48], [80, 48], [80, 40]];
    await map.addOverlay('mine', { type: 'Feature', properties: { fill: '#ff0000', 'fill-opacity': 1 }, geometry: { type: 'Polygon', coordinates: [ring] } });
    return [before, count()];
  });
  assert.ok(red[0] === 0 && red[1] > 1000, `${red}`);
});

test('the promise of an overlay is kept where nobody sees the map', async (t) => {
  const { map } = await opened(t);
  const { features } = await map.evaluate((map, geojson) => {
    map.style.display = 'none';
    return map.addOverlay('mine', geojson);
  }, GEOJSON);
  assert.equal(features, 1);
});

// Before it is laid, while it is, and while it is drawn.
for (const tasks of [0, 1, 2, 3]) {
  test(`the promise of an overlay is settled where the map goes ${tasks} tasks after the last of it was read`, async (t) => {
    const { map } = await opened(t);
    const end = await map.evaluate((map, [geojson, tasks]) => new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = ({ data }) => (data ? channel.port2.postMessage(data - 1) : map.remove());
      map.addEventListener('map-progress', ({ detail: { read, total } }) => {
        if (read !== total) return;
        if (tasks) channel.port2.postMessage(tasks - 1);
        else map.remove();
      });
      map.addOverlay('mine', geojson).then(() => resolve('laid'), ({ detail, name }) => resolve(detail?.code ?? name));
      setTimeout(resolve, 3000, 'nothing');
    }), [GEOJSON, tasks]);
    assert.ok(['laid', 'removed'].includes(end), end);
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
  const ids = () => map.evaluate((map) => map.features().map(({ id, layer }) => `${layer} ${id}`));
  const before = await ids();
  const refused = (source) => map.evaluate((map, source) => map.addOverlay('bad', source).then(() => null, ({ detail }) => detail), source);
  assert.equal((await refused({ type: 'Topology' })).code, 'not-geojson');
  assert.equal((await refused({ type: 'FeatureCollection', crs: { properties: { name: 'EPSG:3857' } }, features: [] })).code, 'bad-coordinates');
  assert.equal((await refused(7)).code, 'not-geojson');
  tab.expect(/404/);
  assert.equal((await refused('nowhere.json')).code, 'data-missing');
  assert.equal((await refused('http://[')).code, 'data-address');
  // Files of the atlas may have come meanwhile; nothing else has, and nothing has gone.
  const after = new Set(await ids());
  assert.deepEqual(before.filter((id) => !after.has(id)), []);
  assert.deepEqual([...after].filter((id) => id.startsWith('bad ')), []);
  assert.ok((await tab.mapEvents('map-error')).length >= 5);
});

test('a file that is dropped on the full page, or pasted into it, is laid over the map and shown whole', async (t) => {
  const tab = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(tab, it.server.url);
  for (const [event, member, name, corners] of [['drop', 'dataTransfer', 'my own  places.geojson', [[88, 46], [92, 48]]], ['paste', 'clipboardData', 'more.geojson', [[20, 41], [24, 43]]]]) {
    await map.evaluate((map, [event, member, name, corners]) => {
      const features = corners.map((coordinates) => ({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates } }));
      const data = new DataTransfer();
      data.items.add(new File([JSON.stringify({ type: 'FeatureCollection', features })], name));
      map.dispatchEvent(Object.assign(new Event(event, { bubbles: true, cancelable: true }), { [member]: data }));
    }, [event, member, name, corners]);
    await tab.waitForFunction((corners) => {
      const map = document.querySelector('central-asia-map');
      const places = corners.map((corner) => map.project(corner));
      const whole = places.every((place) => place && place[0] > 0 && place[0] < map.clientWidth && place[1] > 0 && place[1] < map.clientHeight);
      return whole && map.save().zoom > 5;
    }, corners);
    const title = map.locator('.legend').getByText(name.replace('  ', ' '), { exact: true });
    await title.waitFor({ state: 'attached' });
  }
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

/** What the engine reads at a time, bytes: `BYTES` of `src/web/overlays.rs`. */
const SLICE = 1 << 17;
/** About 2 MB of features, one of a hundred of which is no good. */
const MANY = 12_000;

/** Runs in the page: that file, and how many bytes it and its longest feature have. */
function large(count) {
  const bytes = (text) => new TextEncoder().encode(text).length;
  const features = Array.from({ length: count }, (_, index) => JSON.stringify({
    type: 'Feature',
    id: `one-${index}`,
    properties: { name: `Орын ${index}`, note: 'x'.repeat(40) },
    geometry: { type: 'Point', coordinates: index % 100 === 7 ? [400, 40] : [60 + (index % 200) / 10, 35 + Math.floor(index / 200) / 10] },
  }));
  const text = `{"type":"FeatureCollection","features":[${features}],"bbox":[60,35,80,41]}`;
  return { text, length: bytes(text), longest: Math.max(...features.map(bytes)) };
}

test('a large file is read in slices, and told of on the way', async (t) => {
  const { tab, map } = await opened(t);
  await tab.evaluate(`window.large = ${large}`);
  const { added, length, longest } = await map.evaluate(async (map, count) => {
    const { text, length, longest } = window.large(count);
    return { added: await map.addOverlay('large', new Blob([text])), length, longest };
  }, MANY);
  const bad = Array.from({ length: MANY }, (_, index) => index).filter((index) => index % 100 === 7);
  assert.equal(added.features, MANY - bad.length);
  assert.equal(added.skipped, bad.length);
  assert.deepEqual(added.warnings.map(({ feature, path }) => [feature, path]), bad.map((index) => [`one-${index}`, `$.features[${index}].geometry.coordinates`]));
  assert.equal(await map.evaluate((map) => map.features().filter(({ layer }) => layer === 'large').length), MANY - bad.length);
  const told = (await tab.mapEvents('map-progress')).map(({ detail }) => detail);
  assert.ok(told.every(({ id, loaded, total }) => id === 'large' && loaded <= length && total === length));
  // It comes, and then it is read: never more at a time than a slice and what is left of a feature.
  assert.deepEqual(told.findLast(({ read }) => !read), { id: 'large', loaded: length, total: length, read: 0 });
  const reads = told.map(({ read }) => read).filter(Boolean);
  assert.equal(reads.at(-1), length);
  assert.ok(new Set(reads).size > length / SLICE, `${reads}`);
  reads.reduce((before, read) => {
    assert.ok(read >= before && read - before < SLICE + longest, `${before} and then ${read}`);
    return read;
  }, 0);
});

for (const [how, { end, error = 'AbortError', gone = false }] of Object.entries({
  'its signal': { end: (map, stop) => stop.abort() },
  'its signal, for a reason': { end: (map, stop) => stop.abort(new TypeError('enough')), error: 'TypeError' },
  'removing it': { end: (map) => map.removeOverlay('large one') },
  'another of the same id': { end: (map) => { map.addOverlay('large one', { type: 'Feature', id: 'other', properties: {}, geometry: null }); } },
  'the attribute': { end: (map) => { map.overlay = 'mine.json'; } },
  'removing the map': { end: (map) => map.remove(), error: 'removed', gone: true },
})) {
  test(`an overlay that is being read is ended by ${how}, and the map is as before`, async (t) => {
    const { tab, map } = await opened(t);
    await tab.evaluate(`window.large = ${large}`);
    const outcome = await map.evaluate(async (map, [end, count]) => {
      const before = map.features().length;
      const stop = new AbortController();
      const blob = new Blob([window.large(count).text]);
      const reads = [];
      const ended = new Promise((resolve) => {
        map.addEventListener('map-progress', ({ detail: { read, total } }) => {
          // Of what takes its place, too.
          if (total !== blob.size) return;
          reads.push(read);
          if (read && reads.filter(Boolean).length === 2) resolve(new Function(`return ${end}`)()(map, stop));
        });
      });
      const id = end.includes('overlay =') ? 'overlay' : 'large one';
      const failed = await map.addOverlay(id, blob, { signal: stop.signal }).then(() => 'nothing', (error) => error.detail?.code ?? error.name);
      await ended;
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { before, failed, reads: reads.filter(Boolean).length, last: Math.max(...reads), size: blob.size };
    }, [String(end), MANY]);
    assert.equal(outcome.failed, error);
    assert.equal(outcome.reads, 2, 'nothing more of it is read');
    assert.ok(outcome.last < outcome.size / 2);
    if (gone) return;
    const next = { 'the attribute': 'mine', 'another of the same id': 'other' }[how];
    if (next) await tab.waitForFunction((next) => document.querySelector('central-asia-map').features().some(({ id }) => id === next), next);
    await settle(tab);
    const features = await map.evaluate((map) => map.features().map(({ id }) => id));
    assert.equal(features.some((id) => id.startsWith('one-')), false);
    assert.equal(features.length, outcome.before + (next ? 1 : 0));
    // Only the other file has a mistake that is told.
    const told = (await tab.mapEvents('map-error')).map(({ detail }) => detail.feature);
    assert.deepEqual(told, how === 'the attribute' ? ['overlay:1'] : []);
    // It can be read again, to its end.
    const again = await map.evaluate((map, count) => map.addOverlay('large one', new Blob([window.large(count).text])), MANY);
    assert.equal(again.features, MANY - MANY / 100);
  });
}

test('a large object is written in slices, and is what it would be at once', async (t) => {
  const { map } = await opened(t);
  const [slices, added, name] = await map.evaluate(async (map) => {
    let [turn, going] = [0, true];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => going && port2.postMessage(turn += 1);
    port2.postMessage(0);
    const turns = new Set();
    const features = Array.from({ length: 40 }, (_, id) => ({
      toJSON() {
        turns.add(turn);
        for (const end = performance.now() + 2; performance.now() < end;);
        return { type: 'Feature', id: `mine-${id}`, properties: { name: `Ö ${id}`, long: 'x'.repeat(1 << 18) }, geometry: { type: 'Point', coordinates: [70, 40] } };
      },
    }));
    // Neither is a feature.
    features.push(undefined, null);
    const added = await map.addOverlay('mine', { features, type: 'FeatureCollection', crs: { type: 'name', properties: { name: 'EPSG:4326' } } });
    going = false;
    return [turns.size, added, map.features().find(({ id }) => id === 'mine-39').name];
  });
  assert.ok(slices > 3, `${slices}`);
  assert.deepEqual([added.features, added.skipped, added.warnings.map(({ path }) => path)], [40, 2, ['$.features[40].type', '$.features[41].type']]);
  assert.equal(name, 'Ö 39');
  // What is written otherwise is read as it is written.
  const other = await map.evaluate((map) => map.addOverlay('other', { features: [], toJSON: () => ({ type: 'Point', coordinates: [70, 40] }) }));
  assert.equal(other.features, 1);
});

test('an overlay that does not come is ended by its signal, before and while it is waited for', async (t) => {
  const { tab, map } = await opened(t);
  const outcome = await map.evaluate(async (map) => {
    let cancelled = null;
    const stream = () => new ReadableStream({ cancel: (reason) => { cancelled = reason.name; } });
    const told = (promise) => promise.then(() => 'nothing', ({ name }) => name);
    const stop = new AbortController();
    const waiting = told(map.addOverlay('mine', stream(), { signal: stop.signal }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    stop.abort();
    return [await waiting, cancelled, await told(map.addOverlay('mine', stream(), { signal: stop.signal })), await told(map.addOverlay('mine', 'mine.json', { signal: AbortSignal.abort() }))];
  });
  assert.deepEqual(outcome, ['AbortError', 'AbortError', 'AbortError', 'AbortError']);
  assert.deepEqual(await tab.mapEvents('map-error'), []);
  assert.equal((await map.evaluate((map, geojson) => map.addOverlay('mine', geojson), GEOJSON)).features, 1);
});

test('the legend shows the values and stops that an overlay is drawn by', async (t) => {
  const { tab, map } = await opened(t);
  await map.evaluate(async (map) => {
    const square = (lon, properties) => ({
      type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [[[lon, 40], [lon + 2, 40], [lon + 2, 42], [lon, 42], [lon, 40]]] },
    });
    const style = { 'fill-opacity': 1, ramp: { property: 'trade', stops: [[0, '#fdf0d5'], [50, '#9c1657']] } };
    await map.addOverlay('trade', { type: 'FeatureCollection', features: [square(60, { trade: 20 }), square(66, { trade: 50 })] }, { title: 'Trade', style });
    const categories = { property: 'kind', values: { rail: { stroke: '#222222', 'stroke-width': 3 } } };
    await map.addOverlay('ways', { type: 'Feature', properties: { kind: 'rail' }, geometry: { type: 'LineString', coordinates: [[60, 45], [70, 45]] } }, { title: 'Ways', style: { categories } });
  });
  await settle(tab);
  const rows = await map.evaluate((map) => ['trade', 'ways'].map((id) => {
    const list = map.shadowRoot.querySelector(`[data-layer=${id}]`).closest('label').nextElementSibling;
    return [...list.children].map((row) => [row.textContent, ...['fill', 'stroke', 'stroke-width'].map((name) => row.querySelector('path').getAttribute(name))]);
  }));
  assert.deepEqual(rows, [
    [['0', '#fdf0d5', '#fdf0d5', '0.95'], ['50', '#9c1657', '#9c1657', '0.95']],
    [['rail1', null, '#222222', '3']],
  ]);
});
