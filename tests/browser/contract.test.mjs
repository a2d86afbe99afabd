// What the element promises to a page: its features, methods, attributes and events, by the names people use.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMap, settle, stage } from './browser.mjs';

/** Pages that these tests need, served beside the built ones. */
const script = '<!doctype html><html lang="en"><meta charset="utf-8"><script type="module" src="central-asia-map.js"></script>';

const it = stage({
  pages: {
    'far.html': `${script}<link rel="stylesheet" href="far.css"><div></div><central-asia-map></central-asia-map>`,
    'far.css': 'body { margin: 0 } div { height: 3000px } central-asia-map { height: 700px }',
    'two.html': `${script}<link rel="stylesheet" href="index.css"><central-asia-map></central-asia-map><central-asia-map></central-asia-map>`,
    'blank.html': `${script}<link rel="stylesheet" href="index.css"><central-asia-map gestures="free" controls="none"></central-asia-map>
    <script type="module" src="position.js"></script>`,
    'position.js': `
    const [, trackFile, ...files] = await (await fetch('data/atlas.json')).json();
    const tracks = new Map(trackFile.features.map((track) => [track.id, track.geometry.coordinates]));
    const features = new Map(files.flatMap(({ features }) => features).map((f) => [f.id, f]));
    // Legs that no other feature uses come first: there the line runs alone.
    const users = new Map();
    for (const { properties } of features.values()) for (const leg of properties.legs ?? []) users.set(leg, (users.get(leg) ?? 0) + 1);
    window.positionOf = async (id) => {
      const { geometry, properties } = features.get(id);
      const middle = (line) => line[line.length >> 1];
      if (!geometry) {
        const legs = [...properties.legs].sort((a, b) => users.get(a) - users.get(b));
        return middle(tracks.get(legs[0]));
      }
      const { type, coordinates } = geometry;
      if (type === 'Point') return coordinates;
      if (type === 'MultiPoint') return coordinates[0];
      if (type === 'LineString') return middle(coordinates);
      return middle(coordinates[0]);
    };`,
  },
});

const FIVE = ['KAZ', 'KGZ', 'TJK', 'TKM', 'UZB'];
const OVERLAYS = [
  'trans-caspian', 'northern-route', 'kazakhstan-turkmenistan-iran', 'cku-railway', 'kashgar-osh-tashkent', 'sea-route',
  'gas-line-a', 'gas-line-b', 'gas-line-c', 'gas-line-d', 'beineu-bozoy-shymkent', 'kazakhstan-china-oil',
  'west-east-gas', 'xian-summit', 'aktau-port', 'kuryk-port', 'baku-alat-port', 'turkmenbashi-port',
  'khorgos-gateway', 'batken-clashes', 'china-tajikistan-border', 'tajikistan-afghanistan-border',
];
const LAYERS = ['base', 'borders', 'pipelines', 'corridors', 'hubs', 'security', 'summit'];

test('features() lists what the public ids promise, each with a layer and a name', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, it.server.url);
  const features = await map.evaluate((map) => map.features());
  const ids = features.map(({ id }) => id);
  assert.deepEqual([...FIVE, ...OVERLAYS].filter((id) => !ids.includes(id)), []);
  assert.deepEqual(features.filter(({ name }) => !name), []);
  assert.deepEqual([...new Set(features.map(({ layer }) => layer))].sort(), [...LAYERS].sort());
});

// Places that only one feature has a claim to: country, or what is drawn there, at the zoom where it can be told apart.
const PLACES = [
  ['KAZ', 67, 48.6], ['KAZ', 52, 49.5], ['KGZ', 75.5, 41.6], ['TJK', 70.5, 38.9], ['TKM', 58.5, 39.0], ['TKM', 61.5, 37.2],
  ['UZB', 62.5, 42.8], ['UZB', 65.5, 40.2], ['CHN', 100, 31], ['RUS', 60, 60.5], ['RUS', 100, 64], ['MNG', 101, 46],
  ['AFG', 66, 33.5], ['IRN', 57, 32], ['PAK', 66, 28], ['IND', 78, 22], ['TUR', 33, 38.8], ['UKR', 32, 49.5],
  ['AZE', 47.6, 40.3], ['GEO', 43.9, 42.2], ['SAU', 45, 24], ['IRQ', 43, 33], ['POL', 19.5, 53.3], ['DEU', 10, 49.5],
  ['BLR', 28, 54.8], ['caspian-sea', 50.6, 42.0], ['lake-balkhash', 74.4, 46.4], ['issyk-kul', 77.2, 42.45], ['lake-baikal', 107.7, 53.1],
];
// Marks and lines: the place is asked of the data that the page loads, so that it is where the line is.
const DRAWN = [
  'xian-summit', 'aktau-port', 'kuryk-port', 'baku-alat-port', 'turkmenbashi-port', 'khorgos-gateway', 'alashankou', 'dostyk',
  'xian-hub', 'urumqi-hub', 'chongqing-hub', 'batken-clashes', 'shaymak-outpost', 'dushanbe-safe-city', 'forish-exercise-2019',
  'trans-caspian', 'northern-route', 'kazakhstan-turkmenistan-iran', 'cku-railway', 'kashgar-osh-tashkent', 'sea-route',
  'gas-line-a', 'gas-line-b', 'gas-line-c', 'gas-line-d', 'beineu-bozoy-shymkent', 'kazakhstan-china-oil', 'west-east-gas',
  'china-kazakhstan-border', 'china-tajikistan-border', 'tajikistan-afghanistan-border',
];

test('a click on a place selects what is there: fifty places and more, over all layers', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}blank.html`);
  const wrong = [];
  const click = async (id, x, y) => {
    await map.click({ position: { x, y } });
    await settle(page);
    const selected = await map.evaluate((map) => map.selected);
    if (selected !== id) wrong.push(`${id}: selected ${selected} at ${x}, ${y}`);
    await map.evaluate((map) => map.select(null));
    // The next click is no double click of this one.
    await page.waitForTimeout(20);
  };
  for (const [id, lon, lat] of PLACES) {
    const [x, y] = await map.evaluate((map, [lon, lat]) => {
      map.setAttribute('layers', 'base');
      map.setView({ center: [lon, lat], zoom: 5 });
      return map.project([lon, lat]);
    }, [lon, lat]);
    await click(id, x, y);
  }
  await page.waitForFunction(() => window.positionOf);
  for (const id of DRAWN) {
    const place = await map.evaluate(async (map, id) => {
      // What stands exactly under something else is reached by repeated taps, or alone, as here.
      const { layer } = map.features().find((feature) => feature.id === id);
      const covered = ['xian-hub', 'urumqi-hub'].includes(id);
      map.setAttribute('layers', covered ? layer : 'borders pipelines corridors hubs security summit');
      await null;
      const position = await positionOf(id);
      map.setView({ center: position, zoom: 7.5 });
      // Lines that share a way run beside it: look for this one's lane.
      const [x, y] = map.project(position);
      for (let reach = 0; reach <= 24; reach += 2) {
        for (let angle = 0; angle < 6.28; angle += 0.39) {
          // A mouse points at whole pixels.
          const at = [x + reach * Math.cos(angle), y + reach * Math.sin(angle)].map(Math.round);
          if (map.featureAt(...at)?.id === id) return at;
        }
      }
      return null;
    }, id);
    if (!place) wrong.push(`${id}: nowhere within 24 px of its own geometry`);
    else await click(id, ...place);
  }
  assert.deepEqual(wrong, []);
  assert.ok(PLACES.length + DRAWN.length >= 50);
});

test('project and unproject are each other’s inverse', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, it.server.url);
  const off = await map.evaluate((map) => {
    const places = [[75, 42], [50, 40], [108.9, 34.3], [37.6, 55.8], [-5, 51], [134, 20]];
    return places.map((place) => {
      const back = map.unproject(map.project(place));
      return Math.max(Math.abs(back[0] - place[0]), Math.abs(back[1] - place[1]));
    });
  });
  assert.ok(Math.max(...off) < 1e-6, String(off));
});

test('zoom is the Web Mercator zoom of the same ground scale', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  const metres = await map.evaluate((map) => {
    map.setView({ center: [75, 42], zoom: 5 });
    const [x, y] = map.project([75, 42]);
    const [lon] = map.unproject([x + 1, y]);
    return (lon - 75) * Math.PI / 180 * Math.cos(42 * Math.PI / 180) * 6_371_008.8;
  });
  // 156 543 m per pixel at zoom 0 on the equator of the WGS 84 ellipsoid; the mean sphere is 0.1 % smaller.
  const mercator = 2 * Math.PI * 6_371_008.8 * Math.cos(42 * Math.PI / 180) / (256 * 2 ** 5);
  assert.ok(Math.abs(metres / mercator - 1) < 0.02, `${metres} m, ${mercator} m`);
});

test('attributes are properties, change at any time, and a bad value leaves the last good one', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  const seen = await map.evaluate(async (map) => {
    const next = () => new Promise((resolve) => setTimeout(resolve, 50));
    map.layers = 'base summit';
    map.zoom = '5';
    map.center = '69.25,41.3';
    map.year = '2008';
    map.theme = 'dark';
    await next();
    const good = map.save();
    map.layers = 'base nonsense';
    map.year = '1999';
    map.selected = 'no-such-feature';
    map.theme = 'pink';
    map.loading = 'later';
    await next();
    return { good, after: map.save(), attribute: map.getAttribute('zoom') };
  });
  assert.equal(seen.good.layers, 'base summit');
  assert.equal(seen.good.year, 2008);
  assert.equal(seen.good.theme, 'dark');
  assert.ok(Math.abs(seen.good.zoom - 5) < 1e-3 && Math.abs(seen.good.center[0] - 69.25) < 1e-3);
  assert.deepEqual(seen.after, seen.good);
  assert.equal(seen.attribute, '5');
  // What may name something that comes later is told once all has come.
  await page.waitForFunction(() => window.mapEvents.filter(({ type }) => type === 'map-error').length > 4);
  const errors = (await page.mapEvents('map-error')).map(({ detail }) => detail);
  assert.deepEqual(errors.map(({ code, path }) => [code, path]).sort(), [
    ['bad-attribute', 'layers'], ['bad-attribute', 'loading'], ['bad-attribute', 'selected'], ['bad-attribute', 'theme'], ['bad-attribute', 'year'],
  ]);
  assert.match(errors.find(({ path }) => path === 'layers').message, /nonsense.*corridors/);
});

test('save() and restore() carry a state from one map to another', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  await page.goto(`${it.server.url}two.html`);
  const [saved, restored] = await page.evaluate(async () => {
    const [first, second] = document.querySelectorAll('central-asia-map');
    await Promise.all([first.ready, second.ready]);
    first.setView({ center: [60, 45], zoom: 4.5 });
    first.select('gas-line-a');
    first.layers = 'base pipelines';
    await new Promise((resolve) => setTimeout(resolve, 50));
    second.restore(first.save());
    await new Promise((resolve) => setTimeout(resolve, 50));
    return [first.save(), second.save()];
  });
  assert.equal(saved.selected, 'gas-line-a');
  assert.deepEqual(restored, saved);
});

test('events tell of selections, layers and views', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  await map.evaluate((map) => {
    map.select('trans-caspian');
    map.layers = 'corridors';
    map.setView({ center: [70, 40], zoom: 4 });
  });
  await settle(page);
  const last = async (type) => (await page.mapEvents(type)).at(-1).detail;
  assert.deepEqual(await last('map-select'), { id: 'trans-caspian', layer: 'corridors', name: 'Trans-Caspian corridor' });
  assert.deepEqual(await last('map-layers'), { layers: ['corridors'] });
  assert.ok(Math.abs((await last('map-view')).zoom - 4) < 1e-3);
});

test('names and words follow the language', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, it.server.url);
  const names = await map.evaluate(async (map) => {
    map.select('KAZ');
    const names = [];
    for (const [lang, word] of [['ru', 'Слои'], ['zh-Hans', '图层'], ['en', 'Layers']]) {
      const text = (selector) => map.shadowRoot.querySelector(selector).textContent;
      map.lang = lang;
      // The words come over the network.
      for (let tries = 0; tries < 600 && text('.legend summary') !== word; tries++) await new Promise((resolve) => setTimeout(resolve, 50));
      names.push([text('.panel h2'), text('.legend summary')]);
    }
    return names;
  });
  assert.deepEqual(names, [['Казахстан', 'Слои'], ['哈萨克斯坦', '图层'], ['Kazakhstan', 'Layers']]);
});

test('the panel tells facts with their sources, and every link goes to the web', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, it.server.url);
  await map.evaluate((map) => map.select('TKM'));
  const panel = map.locator('.panel');
  await panel.locator('.facts li').first().waitFor();
  const told = await panel.evaluate((panel) => ({
    // What is computed rests on no source.
    facts: panel.querySelectorAll('.facts li:not(:has(.figure, .link))').length,
    noted: panel.querySelectorAll('.facts sup').length,
    sources: panel.querySelectorAll('.sources li').length,
    links: [...panel.querySelectorAll('a')].map((a) => a.protocol),
  }));
  assert.ok(told.facts >= 3 && told.noted === told.facts && told.sources >= 1, JSON.stringify(told));
  assert.deepEqual(told.links.filter((protocol) => !/^https?:$/.test(protocol)), []);
  await page.keyboard.press('Escape');
});

test('toSVG() is a document of what is in view', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, it.server.url);
  const svg = await map.evaluate((map) => map.toSVG());
  const parsed = await page.evaluate((svg) => {
    const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
    return [document.documentElement.nodeName, document.querySelectorAll('path').length, document.querySelectorAll('text').length];
  }, svg);
  assert.equal(parsed[0], 'svg');
  assert.ok(parsed[1] > 50 && parsed[2] > 10, String(parsed));
});

test('nothing runs while nothing changes', async (t) => {
  const page = await it.open(t);
  await page.addInitScript(() => {
    const request = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) => {
      window.frameCount = (window.frameCount ?? 0) + 1;
      return request(callback);
    };
  });
  await openMap(page, it.server.url);
  const frames = () => page.evaluate(() => window.frameCount);
  assert.ok(await frames() > 0, 'frames are counted');
  // What comes after the first picture is drawn; then there is a second without a frame, and another.
  for (let tries = 0, rest = 0; rest < 2; tries++) {
    assert.ok(tries < 60, 'frames are drawn for ever');
    const before = await frames();
    await page.waitForTimeout(1000);
    rest = await frames() === before ? rest + 1 : 0;
  }
});

test('what fails has a code: before the map is there, an id that there is not, a picture that cannot be', async (t) => {
  const page = await it.open(t);
  it.server.faults['pkg/central_asia_map_bg.wasm'] = { delay: 1000 };
  t.after(() => delete it.server.faults['pkg/central_asia_map_bg.wasm']);
  it.server.requests.length = 0;
  await page.goto(`${it.server.url}blank.html`);
  const early = await page.evaluate(async () => {
    const map = document.querySelector('central-asia-map');
    const codes = [];
    for (const act of [() => map.save(), () => map.fit('KAZ'), () => map.toSVG()]) {
      try {
        codes.push(act());
      } catch ({ detail }) {
        codes.push(detail.code);
      }
    }
    codes.push(await map.addOverlay('mine', 'data/towns.geojson').catch(({ detail }) => detail.code));
    return codes;
  });
  assert.deepEqual(early, ['not-ready', 'not-ready', 'not-ready', 'not-ready']);
  // Nothing is fetched for a map that is not there.
  assert.ok(!it.server.requests.includes('data/towns.geojson'));
  const late = await page.evaluate(async () => {
    const map = document.querySelector('central-asia-map');
    await map.ready;
    const failed = ({ detail }) => detail.code;
    return [typeof await map.toPNG({ scale: 0 }).catch(failed), await Promise.resolve().then(() => map.fit('nowhere')).catch(failed)];
  });
  assert.deepEqual(late, ['string', 'engine']);
});

test('a map far out of sight answers as it does in sight, and is on paper', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, `${it.server.url}far.html`);
  const found = await map.evaluate((map) => {
    const root = map.shadowRoot;
    const svg = map.toSVG({ relief: false });
    dispatchEvent(new Event('beforeprint'));
    const printed = [root.querySelector('.paper').checkVisibility({ visibilityProperty: true }), root.querySelector('slot').checkVisibility()];
    dispatchEvent(new Event('afterprint'));
    return { size: /^<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg).slice(1).map(Number), own: [map.clientWidth, map.clientHeight], zoom: map.save().zoom, at: map.project([68, 48]), printed, bitmap: root.querySelector('canvas').width };
  });
  assert.deepEqual(found.size, found.own);
  assert.ok(found.zoom > 2 && found.zoom < 5, `zoom ${found.zoom}`);
  assert.ok(found.at[0] > 300 && found.at[0] < 900, `${found.at}`);
  assert.deepEqual(found.printed, [true, false]);
  assert.ok(found.bitmap < 2, `${found.bitmap} pixels`);
});

test('moving an element keeps its map; removing it ends it', async (t) => {
  const page = await it.open(t);
  const map = await openMap(page, it.server.url);
  const kept = await map.evaluate(async (map) => {
    map.select('UZB');
    const canvas = map.shadowRoot.querySelector('canvas');
    const box = document.createElement('div');
    document.body.append(box);
    box.append(map);
    await new Promise((resolve) => setTimeout(resolve, 100));
    // In one step, where the browser can.
    if (document.body.moveBefore) document.body.moveBefore(map, box);
    await new Promise((resolve) => setTimeout(resolve, 100));
    // Colours are those of the new place.
    box.style.setProperty('--map-land', '#123456');
    (box.moveBefore ? box.moveBefore(map, null) : box.append(map));
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (!map.toSVG({ relief: false }).includes('#123456')) return ['its colours are those of before'];
    const same = map.shadowRoot.querySelector('canvas') === canvas && map.save().selected === 'UZB';
    map.remove();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return [same, map.shadowRoot.querySelector('canvas')];
  });
  assert.deepEqual(kept, [true, null]);
});

test('a card that the attribute controls leaves out is not shown, covers nothing, and ends nothing', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  const card = map.locator('.tool.story');
  await map.evaluate((map) => map.goTo('caspian'));
  await card.waitFor();
  await map.evaluate((map) => map.setAttribute('controls', 'none'));
  await card.waitFor({ state: 'hidden' });
  // A step that the page asks for does not bring it back, and the key that closes it does not end the story.
  await map.evaluate((map) => map.goTo('five'));
  await map.locator('canvas').focus();
  await page.keyboard.press('Escape');
  await settle(page);
  assert.equal(await map.evaluate((map) => map.save().step), 'five');
  assert.equal(await card.isVisible(), false);
  await map.evaluate((map) => map.setAttribute('controls', 'all'));
  await card.waitFor();
});
