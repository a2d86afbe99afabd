// What a page asks of the element before it can be given, again, or no longer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openMap, rest, settle, stage } from './browser.mjs';

const page = (map, more = '') => `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="page.css">${more}
  <script type="module" src="central-asia-map.js"></script>${map}`;

const MINE = { type: 'Feature', id: 'mine', properties: { name: 'My place' }, geometry: { type: 'Point', coordinates: [90, 47] } };

const it = stage({
  pages: {
    'region.html': page('<central-asia-map selected="CN-XJ"></central-asia-map>'),
    'layers.html': page('<central-asia-map overlay="mine.json" layers="base overlay" selected="nowhere"></central-asia-map>'),
    'map.html': page('<central-asia-map></central-asia-map>'),
    // As WordPress writes it.
    'none.html': page('<central-asia-map lang="ru_RU"></central-asia-map>').replace('lang="en"', 'lang="ru-RU"'),
    // The class is the page's own switch.
    'class.html': page('<central-asia-map></central-asia-map>', '<link rel="stylesheet" href="class.css">'),
    'early.html': '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="page.css"><script src="early.js" defer></script><script type="module" src="central-asia-map.js"></script><central-asia-map></central-asia-map>',
    'early.js': 'Object.assign(document.querySelector("central-asia-map"), { year: 2014, layers: "base pipelines" });',
    'page.css': 'body { margin: 0 } central-asia-map { height: 700px }',
    'class.css': '.night central-asia-map { --map-land: #123456 }',
    'mine.json': JSON.stringify(MINE),
  },
});

const errors = async (tab) => (await tab.mapEvents('map-error')).map(({ detail: { code, path } }) => [code, path]);

test('a region that comes after the first picture is selected once it has come', async (t) => {
  const tab = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(tab, `${it.server.url}region.html`);
  await map.locator('.panel h2', { hasText: 'Xinjiang' }).waitFor();
  assert.equal(await map.evaluate((map) => map.save().selected), 'CN-XJ');
  assert.deepEqual(await errors(tab), []);
});

for (const { wishes, selected, told } of [
  { wishes: ['CN-XJ'], selected: 'CN-XJ', told: [] },
  { wishes: ['CN-XJ', null], selected: null, told: [] },
  { wishes: ['KAZ', 'CN-XJ', 'KAZ'], selected: 'KAZ', told: [] },
  { wishes: ['nowhere'], selected: null, told: [['bad-attribute', 'selected']] },
]) {
  test(`what is selected as soon as the map is ready may come later, and the last counts: ${wishes.join(', ')}`, async (t) => {
    const tab = await it.open(t, { reducedMotion: 'reduce' });
    it.server.faults['data/regions.geojson'] = { delay: 1000 };
    t.after(() => delete it.server.faults['data/regions.geojson']);
    it.server.requests.length = 0;
    const map = await openMap(tab, `${it.server.url}map.html`);
    await map.evaluate((map, wishes) => wishes.forEach((id) => map.select(id)), wishes);
    // The relief is asked for when the rest has come.
    for (let tries = 0; tries < 100 && !it.server.requests.some((path) => path.includes('relief')); tries++) await tab.waitForTimeout(100);
    await settle(tab);
    assert.equal(await map.evaluate((map) => map.save().selected ?? null), selected);
    assert.deepEqual(await errors(tab), told);
    // From then on it is known at once what there is.
    assert.match(await map.evaluate((map) => {
      try {
        map.select('nowhere');
      } catch ({ message }) {
        return message;
      }
      return '';
    }), /nowhere/);
  });
}

test('layers may name an overlay that is still on its way; what never comes is told', async (t) => {
  const tab = await it.open(t, { reducedMotion: 'reduce' });
  tab.expect(/mine\.json: net::ERR_ABORTED/);
  const map = await openMap(tab, `${it.server.url}layers.html`);
  await tab.waitForFunction(() => document.querySelector('central-asia-map').save().layers === 'base overlay');
  await tab.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-error'));
  assert.deepEqual(await errors(tab), [['bad-attribute', 'selected']]);
  assert.ok(await map.evaluate((map) => map.features().some(({ id }) => id === 'mine')));
});

test('a step that is asked for as soon as the map is ready is told', async (t) => {
  const tab = await it.open(t, { reducedMotion: 'reduce' });
  await tab.goto(`${it.server.url}map.html`);
  await tab.evaluate(async () => {
    const map = document.querySelector('central-asia-map');
    await map.ready;
    map.step = 'caspian';
  });
  await tab.waitForFunction(() => document.querySelector('central-asia-map').save().step === 'caspian');
  assert.deepEqual(await errors(tab), []);
});

test('what is asked for beside a step that is still to come stands over it', async (t) => {
  const tab = await it.open(t, { reducedMotion: 'reduce' });
  it.server.faults['data/story.json'] = { delay: 1000 };
  t.after(() => delete it.server.faults['data/story.json']);
  const map = await openMap(tab, `${it.server.url}map.html`);
  await map.evaluate((map) => map.restore({ step: 'caspian', center: [60, 45], zoom: 6, year: 2014, layers: 'base' }));
  await tab.waitForFunction(() => document.querySelector('central-asia-map').save().step === 'caspian');
  await settle(tab);
  const { center, zoom, year, layers } = await map.evaluate((map) => map.save());
  assert.deepEqual([center.map(Math.round), zoom, year, layers], [[60, 45], 6, 2014, 'base']);
  assert.deepEqual(await errors(tab), []);
});

test('restore() brings a state back however often, and takes away what it has not', async (t) => {
  const tab = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(tab, `${it.server.url}map.html`);
  const [first, ...again] = await map.evaluate(async (map) => {
    const next = () => new Promise((resolve) => setTimeout(resolve, 100));
    await map.goTo('tajikistan');
    await next();
    map.select(null);
    map.setView({ center: [70, 38], zoom: 5.5 });
    await next();
    const state = map.save();
    const states = [state];
    for (let time = 0; time < 2; time++) {
      map.setView({ center: [60, 45], zoom: 6 });
      for (const button of map.shadowRoot.querySelectorAll('[data-tool=themes]')) button.click();
      map.shadowRoot.querySelector('.themes input[type=radio]:not(:checked)').click();
      map.select('KAZ');
      await next();
      map.restore(state);
      await next();
      states.push(map.save());
    }
    return states;
  });
  assert.equal(first.step, 'tajikistan');
  assert.equal(first.selected, null);
  assert.deepEqual(again, [first, first]);
});

test('a language that does not come takes none away that was chosen after it', async (t) => {
  const tab = await it.open(t);
  tab.expect(/404/);
  it.server.faults['text/ru.json'] = { status: 404, delay: 500 };
  it.server.faults['text/zh.json'] = { delay: 1000 };
  t.after(() => ['ru', 'zh'].forEach((lang) => delete it.server.faults[`text/${lang}.json`]));
  const map = await openMap(tab, `${it.server.url}map.html`);
  await map.evaluate(async (map) => {
    map.lang = 'ru';
    await new Promise((resolve) => setTimeout(resolve, 50));
    map.lang = 'zh';
  });
  await map.locator('.map:lang(zh)').waitFor();
});

test('a language that did not come comes when it is asked for again', async (t) => {
  const tab = await it.open(t);
  tab.expect(/404/);
  it.server.faults['text/ru.json'] = { status: 404 };
  t.after(() => delete it.server.faults['text/ru.json']);
  const map = await openMap(tab, `${it.server.url}map.html`);
  await map.evaluate((map) => { map.lang = 'ru'; });
  await tab.waitForFunction(() => window.mapEvents.some(({ type }) => type === 'map-error'));
  delete it.server.faults['text/ru.json'];
  await map.evaluate((map) => map.retry());
  await map.locator('.map:lang(ru)').waitFor();
});

test('a language that is none leaves the names in that of the page', async (t) => {
  const tab = await it.open(t);
  const map = await openMap(tab, `${it.server.url}none.html`);
  assert.equal(await map.evaluate((map) => map.save().lang), 'ru-RU');
  assert.ok((await map.evaluate((map) => map.features())).some(({ name }) => name === 'Казахстан'));
  assert.deepEqual(await errors(tab), [['bad-attribute', 'lang']]);
});

test('a frame asks for the words of its language alone', async (t) => {
  const tab = await it.open(t);
  it.server.requests.length = 0;
  const map = await openMap(tab, `${it.server.url}embed.html?lang=ru`);
  assert.equal(await map.locator('.map').getAttribute('lang'), 'ru');
  assert.deepEqual(it.server.requests.filter((path) => path.startsWith('text/')), ['text/ru.json']);
});

test('properties that were set before the module came are taken', async (t) => {
  const tab = await it.open(t);
  const map = await openMap(tab, `${it.server.url}early.html`);
  const [state, years] = await map.evaluate(async (map) => {
    const state = map.save();
    map.year = 2009;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return [state, [map.getAttribute('year'), map.save().year]];
  });
  assert.deepEqual([state.year, state.layers], [2014, 'base pipelines']);
  assert.deepEqual(years, ['2009', 2009]);
});

test('colours follow a class of the page', async (t) => {
  const tab = await it.open(t);
  const map = await openMap(tab, `${it.server.url}class.html`);
  const land = () => map.evaluate((map) => map.toSVG({ relief: false }).includes('#123456'));
  assert.equal(await land(), false);
  await tab.evaluate(() => document.documentElement.classList.add('night'));
  await settle(tab);
  assert.equal(await land(), true);
  await tab.evaluate(() => document.documentElement.classList.remove('night'));
  await settle(tab);
  assert.equal(await land(), false);
});

test('a story that is taken back leaves no empty card', async (t) => {
  const tab = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(tab, `${it.server.url}map.html`);
  const card = map.locator('.tool.story');
  for (const end of ['goTo', 'attribute']) {
    await map.evaluate((map) => map.goTo('caspian'));
    await card.waitFor();
    await map.evaluate((map, end) => (end === 'goTo' ? map.goTo(null) : map.removeAttribute('step')), end);
    await card.waitFor({ state: 'hidden' });
    assert.equal(await map.evaluate((map) => map.save().step), null);
  }
});

test('what the story has selected is told when it is searched for', async (t) => {
  const tab = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(tab, `${it.server.url}map.html`);
  await map.evaluate((map) => map.goTo('tajikistan'));
  await rest(tab);
  assert.equal(await map.evaluate((map) => map.selected), 'TJK');
  assert.equal(await map.locator('.panel h2').count(), 0);
  const field = map.getByRole('combobox').first();
  await field.fill('Tajikistan');
  await map.getByRole('option').first().waitFor();
  await field.press('ArrowDown');
  await field.press('Enter');
  await map.locator('.panel h2', { hasText: 'Tajikistan' }).waitFor();
});

test('an overlay is flown to by the id that it was given', async (t) => {
  const tab = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(tab, `${it.server.url}map.html`);
  const center = await map.evaluate(async (map, mine) => {
    await map.addOverlay('my data', mine);
    map.fit('my data');
    await new Promise((resolve) => setTimeout(resolve, 100));
    return map.save().center;
  }, MINE);
  assert.ok(Math.abs(center[0] - 90) < 3 && Math.abs(center[1] - 47) < 3, `${center}`);
});

test('an overlay cannot be called as a layer of the map', async (t) => {
  const tab = await it.open(t);
  const map = await openMap(tab, `${it.server.url}map.html`);
  const [code, layers] = await map.evaluate(async (map, mine) => {
    const code = await map.addOverlay('hubs', mine).catch(({ detail }) => detail.code);
    return [code, map.save().layers.split(' ').filter((id) => id === 'hubs').length];
  }, MINE);
  assert.deepEqual([code, layers], ['bad-feature', 1]);
});

test('of a file that is sent compressed it is told how much came, and not of how much', async (t) => {
  const many = { type: 'FeatureCollection', features: Array.from({ length: 20_000 }, (_, index) => ({ ...MINE, id: `n${index}` })) };
  const body = gzipSync(JSON.stringify(many));
  it.server.faults['many.json'] = { body, headers: { 'content-encoding': 'gzip', 'content-length': body.length } };
  t.after(() => delete it.server.faults['many.json']);
  const tab = await it.open(t);
  tab.expect(/many\.json: net::ERR_ABORTED/);
  const map = await openMap(tab, `${it.server.url}map.html`);
  assert.equal((await map.evaluate((map) => map.addOverlay('many', 'many.json'))).features, 20_000);
  const told = (await tab.mapEvents('map-progress')).map(({ detail }) => detail).filter(({ read }) => !read);
  assert.ok(told.length > 0);
  // What is `undefined` in the page may be `null` here.
  assert.deepEqual(told.filter(({ loaded, total }) => loaded > body.length && typeof total === 'number'), []);
});

test('an overlay whose connection breaks on the way is told as that', async (t) => {
  it.server.faults['data/regions.geojson'] = { cut: 3000 };
  t.after(() => delete it.server.faults['data/regions.geojson']);
  const tab = await it.open(t);
  tab.expect(/regions\.geojson|Failed to load|net::ERR|CONTENT_LENGTH|NS_ERROR/);
  const map = await openMap(tab, `${it.server.url}map.html`);
  const code = await map.evaluate((map) => map.addOverlay('broken', 'data/regions.geojson').catch(({ detail }) => detail.code));
  assert.equal(code, 'data-network');
});

test('the address follows the year, the language and what is coloured, and has no overlay in it', async (t) => {
  const tab = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(tab, `${it.server.url}index.html`);
  await map.locator('[data-tool=themes]').click();
  await map.locator('.themes input[type=radio]').nth(2).click();
  await tab.waitForFunction(() => /shade=/.test(location.hash));
  await map.locator('[data-tool=time]').click();
  await map.locator('.time input[type=range]').fill('2010');
  await tab.waitForFunction(() => /year=2010/.test(location.hash));
  await tab.evaluate((mine) => {
    // Into a field, it would be for the field.
    document.activeElement.shadowRoot?.activeElement?.blur();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', JSON.stringify(mine));
    const paste = new Event('paste', { bubbles: true, composed: true });
    document.querySelector('central-asia-map').dispatchEvent(Object.assign(paste, { clipboardData }));
  }, MINE);
  await tab.waitForFunction(() => /layers=/.test(location.hash) && document.querySelector('central-asia-map').save().layers.includes('pasted'));
  await rest(tab);
  await map.locator('.legend summary').first().click();
  await tab.waitForTimeout(500);
  assert.doesNotMatch(await tab.evaluate(() => location.hash), /pasted/);
  assert.match(await tab.evaluate(() => location.hash), /year=2010/);
});
