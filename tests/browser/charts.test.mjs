// What the reader plays with beside the map: charts in the panel, counts and relief in the legend, steps found by search, ways
// that begin and end at a hub; by mouse, touch and keyboard.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ENGINE, openMap, PHONE, settle, stage } from './browser.mjs';

const it = stage({
  pages: {
    'map.html': `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="page.css">
      <script type="module" src="central-asia-map.js"></script><central-asia-map></central-asia-map>`,
    'page.css': 'html, body, central-asia-map { margin: 0; height: 100% }',
  },
});
const STORY = JSON.parse(readFileSync(new URL('../../data/story.json', import.meta.url), 'utf8'));

const still = { reducedMotion: 'reduce' };
const state = (map) => map.evaluate((map) => map.save());
/** Does the same by mouse, by touch and by keyboard. */
const HANDS = [
  ['mouse', {}, (locator) => locator.click()],
  ['touch', PHONE, (locator) => locator.tap()],
  ['keyboard', {}, (locator) => locator.press('Enter')],
];
const words = (texts) => texts.map((text) => text.replaceAll(/\s+/g, ' ').trim());

for (const [hand, view, press] of HANDS) {
  test(`charts compare figures, with sources, and lead on (${hand})`, async (t) => {
    const page = await it.open(t, { ...view, ...still });
    const map = await openMap(page, `${it.server.url}map.html`);
    await map.evaluate((map) => map.select('TJK'));
    const panel = map.locator('.panel');
    const rows = panel.locator('.values li');
    await rows.first().waitFor({ state: 'attached' });
    assert.deepEqual(words(await rows.allInnerTexts()), ['Kazakhstan 31.1', 'Kyrgyzstan 15.4', 'Turkmenistan 11.2', 'Uzbekistan 9.7', 'Tajikistan 2.5']);
    // Bars are as long as their figures say.
    const lengths = await rows.locator('i').evaluateAll((bars) => bars.map((bar) => bar.offsetWidth / bar.parentNode.offsetWidth));
    const most = Math.max(...STORY.themes[0].values.map(({ value }) => value));
    for (const [index, { value }] of STORY.themes[0].values.entries()) assert.ok(Math.abs(lengths[index] - value / most) < 0.02, `${value}: ${lengths}`);
    // The source of the figures is among the footnotes.
    const note = panel.locator('.values + .facts li');
    const [number] = (await note.locator('sup').innerText()).match(/\d+/);
    assert.match(await panel.locator('.sources li').nth(number - 1).innerText(), /Eurasianet/i);
    // What the panel is of leads nowhere, the others lead to theirs.
    assert.equal(await rows.last().getByRole('button').count(), 0);
    await press(rows.first().getByRole('button', { name: 'Kazakhstan' }));
    await settle(page);
    assert.equal((await state(map)).selected, 'KAZ');
    for (const [id, count, last] of [['northern-route', 13, '2023 17,523'], ['gas-line-a', 4, /line D · Planned 30/]]) {
      await map.evaluate((map, id) => map.select(id), id);
      await rows.nth(count - 1).waitFor({ state: 'attached' });
      assert.match(words(await rows.allInnerTexts()).at(-1), new RegExp(last));
    }
    assert.equal(await rows.locator('.hollow').count(), 1);
    assert.equal(await panel.evaluate((panel) => panel.scrollWidth > panel.clientWidth), false);
  });

  test(`a way begins and ends at a hub that was picked on the map (${hand})`, async (t) => {
    const page = await it.open(t, { ...view, ...still });
    const map = await openMap(page, `${it.server.url}map.html`);
    const pick = async (id, name) => {
      await map.evaluate((map, id) => map.select(id), id);
      await press(map.locator('.panel').getByRole('button', { name }));
      await settle(page);
    };
    await pick('aktau-port', 'From here');
    assert.equal((await state(map)).route, 'aktau-port duisburg-hub');
    await map.locator('.routes .result').filter({ hasText: 'km' }).waitFor();
    await pick('zhengzhou-hub', 'To here');
    assert.equal((await state(map)).route, 'aktau-port zhengzhou-hub');
    assert.equal(await map.getByRole('combobox', { name: 'To', exact: true }).inputValue(), 'zhengzhou-hub');
    // Where the other end was, the ends change places.
    await pick('aktau-port', 'To here');
    assert.equal((await state(map)).route, 'zhengzhou-hub aktau-port');
    // Where no way ends, none is offered.
    await map.evaluate((map) => map.select('KAZ'));
    assert.equal(await map.locator('.panel').getByRole('button', { name: 'From here' }).count(), 0);
  });

  test(`a step of the story is found by its title (${hand})`, async (t) => {
    const page = await it.open(t, { ...view, ...still });
    const map = await openMap(page, `${it.server.url}map.html`);
    await map.locator('[data-tool="story"]').waitFor();
    const input = map.getByRole('combobox', { name: 'Search the map' });
    await input.fill('across the');
    const option = map.getByRole('option', { name: 'Across the Caspian' });
    assert.match(await option.innerText(), /Step of the story/);
    if (hand === 'keyboard') await input.press('Enter');
    else await press(option);
    await settle(page);
    assert.equal((await state(map)).step, 'caspian');
    assert.match(await map.locator('.tool.story').innerText(), /Across the Caspian/);
    assert.equal(await input.inputValue(), '');
  });

  test(`the legend counts what it shows, and makes the relief weaker (${hand})`, async (t) => {
    const page = await it.open(t, { ...view, ...still });
    const map = await openMap(page, `${it.server.url}map.html`);
    const legend = map.locator('.legend');
    if (!(await legend.evaluate((legend) => legend.open))) await press(legend.locator('summary'));
    const row = (name) => legend.locator('.layers li', { hasText: name });
    const there = await map.evaluate((map) => map.features().filter(({ layer }) => layer === 'pipelines').length);
    const counts = async () => Promise.all(['Gas pipeline', 'Oil pipeline'].map(async (name) => Number(await row(name).locator('small').innerText())));
    const [gas, oil] = await counts();
    assert.equal(gas + oil, there);
    // In 2008 there was no line to China yet.
    await map.evaluate((map) => map.setAttribute('year', 2008));
    await settle(page);
    assert.ok((await counts())[0] < gas, `${await counts()}`);
    const relief = legend.getByRole('slider', { name: 'Relief' });
    assert.equal(await relief.inputValue(), '1');
    assert.equal((await state(map)).relief, null);
    if (hand === 'keyboard') {
      await relief.press('ArrowLeft');
      await relief.press('ArrowLeft');
    } else {
      await relief.scrollIntoViewIfNeeded();
      const { width, height } = await relief.boundingBox();
      const position = { x: width / 2, y: height / 2 };
      // Fingers that a test makes move no slider of the engine's own.
      await (hand === 'touch' && ENGINE !== 'webkit' ? relief.tap({ position }) : relief.click({ position }));
    }
    assert.equal((await state(map)).relief, 0.5);
    assert.ok((await page.mapEvents('map-layers')).length > 0);
    // The state brings it back, and none is none.
    await map.evaluate((map) => map.restore({ ...map.save(), relief: 0 }));
    await settle(page);
    assert.equal(await relief.inputValue(), '0');
    await map.evaluate((map) => map.restore({ ...map.save(), relief: null }));
    await settle(page);
    assert.equal(await relief.inputValue(), '1');
  });
}
