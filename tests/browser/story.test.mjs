// The story, the scale of years and the themes, by mouse, touch and keyboard; and every step fits a narrow phone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ENGINE, openMap, PHONE, rest, settle, stage } from './browser.mjs';

const page = (tag) => `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
  <link rel="stylesheet" href="page.css"><script type="module" src="central-asia-map.js"></script>${tag}`;

const it = stage({
  pages: {
    'map.html': page('<central-asia-map></central-asia-map>'),
    'step.html': page('<central-asia-map step="caspian" layers="base pipelines"></central-asia-map>'),
    'free.html': page('<central-asia-map gestures="free"></central-asia-map>'),
    'page.css': 'body { margin: 0 } central-asia-map { height: 100vh }',
  },
});

const STORY = JSON.parse(readFileSync(new URL('../../data/story.json', import.meta.url), 'utf8'));
const STEPS = STORY.steps.map(({ id }) => id);

const still = { reducedMotion: 'reduce' };
const clocks = { skip: ENGINE === 'webkit' && 'its WebDriver sets no clock' };
const steps = async (page) => (await page.mapEvents('map-step')).map(({ detail }) => detail.step);
const state = (map) => map.evaluate((map) => map.save());

/** Waits until the tools are there: they come after the first picture. */
async function openTool(map, name) {
  const button = map.locator(`[data-tool="${name}"]`);
  await button.waitFor();
  await button.click();
  await map.locator(`.tool.${name}`).waitFor();
}

test('the story by mouse: next, previous, a dot, and back to the overview', async (t) => {
  const page = await it.open(t, still);
  const map = await openMap(page, `${it.server.url}map.html`);
  const overview = await state(map);
  await openTool(map, 'story');
  const card = map.locator('.tool.story');
  assert.equal(await card.locator('h2').innerText(), STORY.steps[0].title.en);
  assert.match(await card.locator('.position').innerText(), /^1 \/ 12$/);
  assert.equal(await card.getByRole('button', { name: 'Previous step' }).getAttribute('aria-disabled'), 'true');
  await card.getByRole('button', { name: 'Next step' }).click();
  await card.getByRole('button', { name: 'Next step' }).click();
  await settle(page);
  const told = await state(map);
  assert.equal(told.step, 'land-or-sea');
  assert.equal(told.layers, 'base corridors hubs');
  assert.equal(await map.getAttribute('step'), 'land-or-sea');
  await card.getByRole('button', { name: 'Previous step' }).click();
  const range = card.getByRole('slider');
  const box = await range.boundingBox();
  assert.ok(box.height >= 44);
  await page.mouse.click(box.x + 8 + (box.width - 16) * (8 / 11), box.y + box.height / 2);
  assert.equal((await state(map)).step, 'fergana');
  assert.equal((await state(map)).year, 2022);
  await card.locator('summary').click();
  assert.ok(await card.locator('.sources li a').count() >= 4);
  await card.getByRole('button', { name: 'Close' }).click();
  await settle(page);
  const after = await state(map);
  assert.deepEqual([after.step, after.layers, after.year], [null, overview.layers, 2023]);
  assert.deepEqual((await steps(page)).slice(0, 4), ['summit', 'five', 'land-or-sea', 'five']);
  assert.equal((await steps(page)).at(-1), null);
});

test('the story by keyboard', async (t) => {
  const page = await it.open(t, still);
  const map = await openMap(page, `${it.server.url}map.html`);
  await map.locator('[data-tool="story"]').waitFor();
  await map.locator('[data-tool="story"]').focus();
  await page.keyboard.press('Enter');
  await map.locator('.tool.story').waitFor();
  // The card has the focus.
  for (const [key, step] of [['ArrowRight', 'five'], ['PageDown', 'land-or-sea'], ['End', 'since'], ['ArrowLeft', 'security'], ['Home', 'summit']]) {
    await page.keyboard.press(key);
    assert.equal((await state(map)).step, step, key);
  }
  await map.getByRole('slider', { name: 'Step of the story' }).focus();
  await page.keyboard.press('ArrowRight');
  assert.equal((await state(map)).step, 'five');
  assert.match(await map.getByRole('slider', { name: 'Step of the story' }).getAttribute('aria-valuetext'), /2 \/ 12: The five/);
  await page.keyboard.press('Escape');
  assert.equal(await map.locator('.tool.story').isVisible(), false);
  // The bar is one stop, and arrows go along it.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await map.locator('.tool.time').waitFor();
});

test('who comes to the end of the story by keyboard stands on its button', async (t) => {
  const page = await it.open(t, still);
  const map = await openMap(page, `${it.server.url}map.html`);
  await map.evaluate((map) => map.goTo('security'));
  const next = map.getByRole('button', { name: 'Next' });
  await next.focus();
  await page.keyboard.press('Enter');
  assert.equal((await state(map)).step, 'since');
  assert.equal(await next.getAttribute('aria-disabled'), 'true');
  await page.keyboard.press('Enter');
  await page.keyboard.press('PageUp');
  assert.equal((await state(map)).step, 'security');
});

test('Escape closes the facts that lie over the story, and then the story', async (t) => {
  const page = await it.open(t, still);
  const map = await openMap(page, `${it.server.url}map.html`);
  await map.evaluate((map) => map.goTo('caspian'));
  await map.locator('.tool.story').waitFor();
  await map.evaluate((map) => map.select('baku-alat-port'));
  await map.locator('.panel h2').waitFor();
  await map.locator('canvas').focus();
  await page.keyboard.press('Escape');
  assert.equal(await map.locator('.panel').isVisible(), false);
  assert.equal((await state(map)).step, 'caspian');
  await page.keyboard.press('Escape');
  assert.equal((await state(map)).step, null);
});

test('the story by touch: swipes turn it, the map stays in sight', async (t) => {
  const page = await it.open(t, { ...PHONE, ...still });
  const map = await openMap(page, `${it.server.url}map.html`);
  await map.locator('[data-tool="story"]').waitFor();
  await map.locator('[data-tool="story"]').tap();
  const card = map.locator('.tool.story');
  await card.waitFor();
  const swipe = async (from, to) => {
    const { y } = await card.boundingBox();
    const at = (x) => [[x, y + 60]];
    await page.touch('touchStart', at(from));
    for (let x = from; Math.abs(x - to) > 12; x += 12 * Math.sign(to - from)) await page.touch('touchMove', at(x));
    await page.touch('touchEnd', []);
    await settle(page);
  };
  await swipe(300, 80);
  assert.equal((await state(map)).step, 'five');
  await swipe(300, 80);
  assert.equal((await state(map)).step, 'land-or-sea');
  await swipe(80, 300);
  assert.equal((await state(map)).step, 'five');
  const box = await card.boundingBox();
  assert.ok(box.y > 844 * 0.4, `the card begins at ${box.y}`);
  // The five stand in the part above the card.
  const place = await map.evaluate((map) => map.project([67, 45]));
  assert.ok(place[1] < box.y && place[1] > 0, String(place));
});

test('the story plays by itself, and stops when the map is taken in hand', clocks, async (t) => {
  const page = await it.open(t, still);
  await page.clock.install();
  const map = await openMap(page, `${it.server.url}map.html`);
  await openTool(map, 'story');
  await map.getByRole('button', { name: 'Play the story' }).click();
  await page.clock.runFor(40_000);
  const at = STEPS.indexOf((await state(map)).step);
  assert.ok(at >= 1, String(at));
  await page.clock.runFor(40_000);
  const later = STEPS.indexOf((await state(map)).step);
  assert.ok(later > at, `${at} ${later}`);
  await page.mouse.click(900, 300);
  assert.equal(await map.getByRole('button', { name: 'Play the story' }).isVisible(), true);
  await page.clock.runFor(120_000);
  assert.equal(STEPS.indexOf((await state(map)).step), later);
});

for (const [tool, play] of [['story', 'Play the story'], ['time', 'Play the years']]) {
  test(`in a window that is hidden the ${tool} does not go on`, async (t) => {
    const page = await it.open(t, still);
    const map = await openMap(page, `${it.server.url}map.html`);
    await openTool(map, tool);
    const button = map.getByRole('button', { name: play });
    await button.click();
    await button.waitFor({ state: 'hidden' });
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await button.waitFor();
  });
}

for (const [tool, play, time] of [['story', 'Play the story', 40_000], ['time', 'Play the years', 3000]]) {
  test(`the ${tool} does not go on where the page takes its tool away`, clocks, async (t) => {
    const page = await it.open(t, still);
    await page.clock.install();
    const map = await openMap(page, `${it.server.url}map.html`);
    await map.evaluate((map) => map.setAttribute('year', '2010'));
    await openTool(map, tool);
    await map.getByRole('button', { name: play }).click();
    await page.clock.runFor(time);
    await map.evaluate((map) => map.setAttribute('controls', 'none'));
    await page.clock.runFor(1000);
    const { step, year } = await state(map);
    await page.clock.runFor(120_000);
    const later = await state(map);
    assert.deepEqual([later.step, later.year], [step, year]);
  });
}

test('a step in the markup is in the first picture, and other attributes stand over it', async (t) => {
  const page = await it.open(t, still);
  const map = await openMap(page, `${it.server.url}step.html`);
  const told = await state(map);
  assert.equal(told.step, 'caspian');
  assert.equal(told.layers, 'base pipelines');
  assert.ok(Math.abs(told.center[0] - 50) < 8, String(told.center));
  assert.equal(await map.locator('.tool.story h2').innerText(), 'Across the Caspian');
  await map.evaluate((map) => map.goTo('pipelines'));
  await settle(page);
  assert.equal((await state(map)).layers, 'base pipelines');
  await map.evaluate((map) => map.goTo('north'));
  assert.equal((await state(map)).layers, 'base corridors hubs');
  const saved = await state(map);
  await map.evaluate((map) => map.goTo(null));
  await map.evaluate((map, saved) => map.restore(saved), saved);
  await settle(page);
  assert.deepEqual(await state(map), saved);
  // What is selected beside a step is asked for before the step selects something.
  await map.evaluate((map) => map.restore({ step: 'summit', selected: 'UZB' }));
  await page.waitForFunction(() => document.querySelector('central-asia-map').save().step === 'summit');
  assert.equal((await state(map)).selected, 'UZB');
  await assert.rejects(map.evaluate((map) => map.goTo('nowhere')), /no step "nowhere"/);
});

test('a step that the markup or a link asks for is told from the first picture on', async (t) => {
  for (const address of ['step.html', 'index.html#step=caspian']) {
    const page = await it.open(t, still);
    const map = await openMap(page, `${it.server.url}${address}`);
    const card = map.locator('.tool.story');
    await card.waitFor();
    assert.equal(await card.locator('.position').innerText(), `${STEPS.indexOf('caspian') + 1} / ${STEPS.length}`);
    assert.equal(await map.locator('[data-tool=story]').getAttribute('aria-expanded'), 'true');
    // Both stand on the same side.
    assert.equal(await map.locator('.legend').evaluate((legend) => legend.open), false);
    await card.getByRole('button', { name: 'Close' }).click();
    assert.equal((await state(map)).step, null);
  }
});

test('a low map shows the step that the markup asks for, and no card over it', async (t) => {
  const page = await it.open(t, { ...still, viewport: { width: 600, height: 400 } });
  const map = await openMap(page, `${it.server.url}step.html`);
  assert.equal((await state(map)).step, 'caspian');
  await rest(page);
  assert.equal(await map.locator('.tool.story').isVisible(), false);
  // It is there for whoever asks for it.
  await openTool(map, 'story');
  assert.equal(await map.locator('.tool.story .position').innerText(), `${STEPS.indexOf('caspian') + 1} / ${STEPS.length}`);
});

test('what a step selects opens no panel over it; a tap does', async (t) => {
  const page = await it.open(t, still);
  const map = await openMap(page, `${it.server.url}map.html`);
  await openTool(map, 'story');
  assert.equal((await state(map)).selected, 'xian-summit');
  assert.equal(await map.locator('.panel').isVisible(), false);
  const [x, y] = await map.evaluate((map) => map.project([108.9286, 34.2583]));
  await page.mouse.click(x, y);
  await map.locator('.panel').waitFor();
});

test('the page tells the story as it is scrolled', async (t) => {
  const page = await it.open(t, still);
  await openMap(page, `${it.server.url}examples/story.html`);
  for (const step of ['summit', 'north', 'caspian', 'since', 'caspian']) {
    await page.locator(`[data-map-step="${step}"]`).evaluate((block) => block.scrollIntoView({ block: 'center' }));
    await page.waitForFunction((step) => document.querySelector('central-asia-map').save().step === step, step);
    assert.equal(await page.locator(`[data-map-step="${step}"]`).getAttribute('data-map-active'), '');
  }
  assert.equal(await page.locator('[data-map-active]').count(), 1);
});

test('years by mouse, keyboard and touch', async (t) => {
  // The fingers that tests have in WebKit move no slider.
  for (const view of ENGINE === 'webkit' ? [{}] : [{}, PHONE]) {
    const page = await it.open(t, { ...view, ...still });
    const map = await openMap(page, `${it.server.url}free.html`);
    await map.locator('[data-tool="time"]').waitFor();
    const press = (locator) => (view.hasTouch ? locator.tap() : locator.click());
    await press(map.locator('[data-tool="time"]'));
    const range = map.getByRole('slider', { name: 'Years' });
    const box = await range.boundingBox();
    const at = [box.x + 8 + (box.width - 16) * (4 / 20), box.y + box.height / 2];
    if (view.hasTouch) await page.touchscreen.tap(...at);
    else await page.mouse.click(...at);
    assert.equal((await state(map)).year, 2009);
    const card = map.locator('.tool.time');
    assert.match(await card.innerText(), /Gas line A opens/);
    assert.match(await card.innerText(), /December 2009/);
    await range.focus();
    await page.keyboard.press('ArrowLeft');
    assert.equal((await state(map)).year, 2008);
    assert.match(await card.innerText(), /No event/);
    await page.keyboard.press('End');
    assert.equal((await state(map)).year, 2025);
    assert.ok(await card.locator('.marks i').count() > 12);
    await press(card.getByRole('button', { name: /Border treaty/ }));
    await settle(page);
    assert.equal((await state(map)).selected, 'kyrgyzstan-tajikistan-border');
    assert.equal(await map.locator('[data-tool="time"]').textContent(), 'Years 2025');
  }
});

test('years play from the first to the last', clocks, async (t) => {
  const page = await it.open(t, still);
  await page.clock.install();
  const map = await openMap(page, `${it.server.url}map.html`);
  await openTool(map, 'time');
  await map.getByRole('slider', { name: 'Years' }).focus();
  await page.keyboard.press('End');
  await map.getByRole('button', { name: 'Play the years' }).click();
  assert.equal((await state(map)).year, 2005);
  await page.clock.runFor(4500);
  assert.equal((await state(map)).year, 2008);
  await page.clock.runFor(60_000);
  assert.equal((await state(map)).year, 2025);
  assert.equal(await map.getByRole('button', { name: 'Play the years' }).isVisible(), true);
});

test('themes color the five, with a legend, values and sources', async (t) => {
  for (const view of [{}, PHONE]) {
    const page = await it.open(t, { ...view, ...still });
    const map = await openMap(page, `${it.server.url}map.html`);
    await map.locator('[data-tool="themes"]').waitFor();
    const press = (locator) => (view.hasTouch ? locator.tap() : locator.click());
    await press(map.locator('[data-tool="themes"]'));
    const card = map.locator('.tool.themes');
    await press(card.getByText('Trade with China'));
    assert.equal((await state(map)).shade, 'trade');
    assert.match(await card.innerText(), /billion US dollars/);
    const rows = await card.locator('.values li').allInnerTexts();
    assert.deepEqual(rows.map((row) => row.trim().replaceAll(/\s+/g, ' ')), [
      'Kazakhstan 31.1', 'Kyrgyzstan 15.4', 'Turkmenistan 11.2', 'Uzbekistan 9.7', 'Tajikistan 2.5',
    ]);
    const color = await card.locator('.values i').first().evaluate((bar) => {
      const channels = getComputedStyle(bar).backgroundColor.match(/\d+/g).slice(0, 3);
      return `#${channels.map((channel) => Number(channel).toString(16).padStart(2, '0')).join('')}`;
    });
    const colored = () => map.evaluate((map, color) => map.toSVG().includes(`fill="${color}"`), color);
    assert.equal(await colored(), true, color);
    await card.locator('input:checked').focus();
    await page.keyboard.press('ArrowDown');
    assert.equal((await state(map)).shade, 'china-border');
    await page.keyboard.press('ArrowDown');
    assert.equal((await state(map)).shade, 'area');
    await press(card.locator('summary'));
    assert.match(await card.locator('.sources').innerText(), /World Factbook/);
    await press(card.getByText('Nothing', { exact: true }));
    assert.equal((await state(map)).shade, null);
    assert.equal(await colored(), false, color);
  }
});

for (const lang of ['en', 'ru', 'zh']) {
  test(`every step fits a screen of 360 pixels in ${lang}`, async (t) => {
    const page = await it.open(t, { ...PHONE, ...still, viewport: { width: 360, height: 740 } });
    const map = await openMap(page, `${it.server.url}map.html`);
    await map.evaluate((map, lang) => map.setAttribute('lang', lang), lang);
    await map.locator('[data-tool="story"]').waitFor();
    await map.locator('[data-tool="story"]').tap();
    const card = map.locator('.tool.story');
    for (const { id, text, title } of STORY.steps) {
      await map.evaluate((map, id) => map.goTo(id), id);
      await settle(page);
      await page.waitForFunction(([text, title]) => {
        const card = document.querySelector('central-asia-map').shadowRoot?.querySelector('.tool.story');
        return !card || (card.innerText.includes(text) && card.innerText.includes(title));
      }, [text[lang], title[lang]]);
      assert.ok((await card.innerText()).includes(text[lang]), id);
      const cut = await card.evaluate((card) => {
        const frame = card.getBoundingClientRect();
        const inside = [...card.querySelectorAll('h2, p, .position, button, summary, .dots')];
        const beyond = inside.filter((element) => {
          const box = element.getBoundingClientRect();
          return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1 || box.top < frame.top - 1);
        });
        return {
          beyond: beyond.map((element) => element.outerHTML.slice(0, 60)),
          scrolls: card.scrollHeight - card.clientHeight,
          across: card.scrollWidth - card.clientWidth,
          above: frame.top,
        };
      });
      assert.deepEqual([cut.beyond, cut.across], [[], 0], `${id}: ${JSON.stringify(cut)}`);
      assert.ok(cut.scrolls <= 0, `${id} is cut by ${cut.scrolls} pixels`);
      assert.ok(cut.above >= 240, `${id} leaves ${cut.above} pixels for the map`);
    }
  });
}
