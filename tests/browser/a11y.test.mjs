// For everyone: how often the Tab key stops, what is mirrored from right to left, and what drawings have for the ear.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINE, openMap, settle, stage } from './browser.mjs';
import { enter, opened, PAGES, STEPS, VIEWS } from './states.mjs';

const it = stage({ pages: PAGES });

test('from right to left the page is mirrored, and the map is not', async (t) => {
  const left = await opened(it, t, {}, 'en');
  const right = await opened(it, t, {}, 'right to left');
  // The middle of each control from the left edge of the map, as a part of its width.
  const places = ({ map }) => map.evaluate((map) => {
    const whole = map.getBoundingClientRect();
    const middle = (element) => {
      const { left, right } = element.getBoundingClientRect();
      return ((left + right) / 2 - whole.left) / whole.width;
    };
    const found = (selector) => middle(map.shadowRoot.querySelector(selector));
    return {
      controls: ['.search', '.legend', '.controls', '.language', '.sheet', '.panel .close', '.credit'].map((name) => [name, found(name)]),
      astana: map.project([71.4, 51.1])[0] / whole.width > map.project([58.4, 37.9])[0] / whole.width,
    };
  });
  for (const { page, map } of [left, right]) {
    await map.evaluate((map) => map.select('TKM'));
    await settle(page);
  }
  const [one, other] = [await places(left), await places(right)];
  one.controls.forEach(([name, at], index) => {
    // Words of other lengths: the side counts, not the pixel.
    assert.ok(Math.abs(at - 0.5) < 0.02 || at < 0.5 !== other.controls[index][1] < 0.5, `${name}: ${at} and ${other.controls[index][1]}`);
  });
  assert.ok(one.astana && other.astana);
  // Keys follow the eye: the tool to the left is the next one.
  const bar = right.map.locator('.bar button');
  await bar.first().focus();
  await right.page.keyboard.press('ArrowLeft');
  assert.equal(await right.map.evaluate((map) => map.shadowRoot.activeElement.dataset.tool), 'time');
});

test('from right to left what points, closes and slides does so the other way round, and directions on the map do not', async (t) => {
  for (const view of Object.values(VIEWS)) {
    const { page, map } = await opened(it, t, view, 'right to left');
    /** The horizontal middle of what is found, CSS pixels. */
    const middle = (selector) => map.locator(selector).first().evaluate((element) => {
      const { left, right } = element.getBoundingClientRect();
      return (left + right) / 2;
    });
    // A cross stands at the end of its line, beside the title and not over it.
    for (const state of ['the facts of gas-line-d', 'the map in words', 'the routes', 'sharing', 'the keys']) {
      await enter(page, map, state);
      const crossed = await map.evaluate((map) => [...map.shadowRoot.querySelectorAll('.close')].filter((cross) => cross.checkVisibility()).map((cross) => {
        const title = cross.parentElement.querySelector('h2');
        const words = document.createRange();
        words.selectNodeContents(title);
        const [one, other] = [cross.getBoundingClientRect(), words.getBoundingClientRect()];
        return one.right <= other.left && getComputedStyle(title).direction === 'rtl' ? null : `${title.textContent}: ${one.right} ${other.left}`;
      }));
      assert.deepEqual(crossed, [null], state);
    }
    // What comes before stands to the right; so does the beginning of a slider.
    await enter(page, map, 'the step caspian');
    assert.ok(await middle('.story .steps > button:first-child') > await middle('.story .steps > button:last-child'));
    // The signs are those that browsers mirror where text runs so.
    assert.deepEqual(await map.locator('.story .steps > button').evaluateAll((buttons) => buttons.map(({ textContent }) => textContent).filter((sign) => /[‹›]/.test(sign))), ['‹', '›']);
    const step = () => map.evaluate((map) => map.save().step);
    await map.locator('.story input').focus();
    // WebKit's sliders know no direction of the text.
    await page.keyboard.press(ENGINE === 'webkit' ? 'ArrowRight' : 'ArrowLeft');
    await page.waitForFunction((step) => document.querySelector('central-asia-map').save().step === step, STEPS[STEPS.indexOf('caspian') + 1]);
    await map.locator('.tool.story').focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('central-asia-map').save().step === 'caspian');
    assert.equal(await step(), 'caspian');
    // East is to the right in every script: for the buttons that move the map, and in the map in words.
    await enter(page, map, 'the arrows');
    assert.ok(await middle('.pad .west') < await middle('.pad .east'));
    await map.locator('.pad .north').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await map.evaluate((map) => map.shadowRoot.activeElement.className), 'west');
    await enter(page, map, 'the map in words');
    await map.locator('.words [data-id=KAZ]').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await map.evaluate((map) => map.shadowRoot.activeElement.dataset.id), 'CHN');
    // A name of another script does not turn what stands beside it.
    await enter(page, map, 'a search');
    assert.ok(await map.locator('[role=option] bdi').count() > 0);
  }
});

test('nobody is offered the mirrored words', async (t) => {
  const { map } = await opened(it, t, {}, 'en');
  assert.deepEqual(await map.locator('.language option').evaluateAll((options) => options.map(({ value }) => value)), ['en', 'ru', 'zh']);
});

test('the Tab key stops eight times at most, however much is on the map', async (t) => {
  for (const view of Object.values(VIEWS)) {
    const page = await it.open(t, { reducedMotion: 'reduce', ...view });
    const map = await openMap(page, `${it.server.url}index.html`);
    const stops = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const stop = await map.evaluate((map) => {
        const active = document.activeElement === map && map.shadowRoot.activeElement;
        return active ? active.ariaLabel || active.textContent || active.localName : null;
      });
      // A window without anything around the page begins again.
      if (!stop || stop === stops[0]) break;
      stops.push(stop);
      assert.ok(stops.length < 30, `the focus does not leave: ${stops}`);
    }
    assert.ok(stops.length > 3 && stops.length <= 8, String(stops));
    // The words come first: whoever cannot see the map need not pass it.
    assert.equal(stops[0], 'Map in words');
  }
});

test('every drawing in the page is hidden from screen readers, or has a name and its numbers beside it', async (t) => {
  const { page, map } = await opened(it, t, {}, 'en');
  for (const state of ['the layers', 'the facts of TKM', 'a theme', 'the routes', 'the step caspian']) {
    await enter(page, map, state);
    const bare = await map.evaluate((map) => [...map.shadowRoot.querySelectorAll('svg, canvas, img')].filter((drawing) => {
      if (drawing.closest('[aria-hidden=true]') || drawing.localName === 'canvas' || !drawing.checkVisibility()) return false;
      // A chart: named, and described by the element that has its numbers.
      const numbers = drawing.getAttribute('aria-describedby');
      return drawing.getAttribute('role') !== 'img' || !drawing.ariaLabel || !map.shadowRoot.getElementById(numbers)?.matches('ul, ol, dl, table');
    }).map(({ outerHTML }) => outerHTML.slice(0, 100)));
    assert.deepEqual(bare, [], state);
  }
});
