// For eyes and hands: sizes of targets, text at 200 %, a page at 400 %, contrast, and what a reader's system asks for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINE, openMap, PHONE, settle, stage } from './browser.mjs';

const it = stage();
const SIZES = [{}, PHONE];
/** WCAG 2.2 asks for 24 CSS pixels; ours are 44 but in lists whose rows are close by nature. */
const TARGET = 44;
const DENSE = 24;
/** Rows of the legend and of the themes where no finger is to be expected, and sources. */
const DENSE_LISTS = '.layers label, .choice label, .sources a';

/** What is open, and how a page opens it. */
const STATES = {
  nothing: () => {},
  'the layers': (map) => { map.shadowRoot.querySelector('.legend').open = true; },
  'the facts': (map) => map.select('TKM'),
  'a step': (map) => map.goTo('caspian'),
  'sources of a step': async (map) => {
    await map.goTo('caspian');
    map.shadowRoot.querySelector('.story .notes').open = true;
  },
  'the years': (map) => map.shadowRoot.querySelector('[data-tool=time]').click(),
  'a theme': (map) => { map.shadowRoot.querySelector('[data-tool=themes]').click(); map.shade = 'area'; },
  'the map in words': (map) => map.shadowRoot.querySelector('.words > button').click(),
  'the routes': (map) => map.shadowRoot.querySelector('.routes-button').click(),
  'the arrows': (map) => map.shadowRoot.querySelector('.pan > button').click(),
  'a search': (map) => {
    const input = map.shadowRoot.querySelector('[role=combobox]');
    input.focus();
    input.value = 'khor';
    input.dispatchEvent(new Event('input'));
  },
  sharing: (map) => map.shadowRoot.querySelector('.sharing > button').click(),
  'the keys': (map) => map.shadowRoot.querySelector('[part=help]').showModal(),
};

/** Runs `look` in each state of one page; it gives what is wrong. */
async function inEachState(t, view, look) {
  const page = await it.open(t, { reducedMotion: 'reduce', ...view });
  const map = await openMap(page, `${it.server.url}index.html`);
  await map.evaluate((map) => map.goTo(null));
  await map.evaluate((map, dir) => { map.dir = dir ?? ''; }, view.dir);
  await page.evaluate((size) => { if (size) document.documentElement.style.fontSize = size; }, view.fontSize);
  await map.evaluate((map, rule) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { ${rule ?? ''} }`);
    map.shadowRoot.adoptedStyleSheets.push(sheet);
  }, view.rule);
  await page.waitForFunction(() => !document.querySelector('central-asia-map').shadowRoot.querySelector('[data-tool=themes]').hidden);
  const found = {};
  for (const [state, open] of Object.entries(STATES)) {
    await map.evaluate((map) => {
      map.shadowRoot.querySelector('dialog[open]')?.close();
      map.select(null);
      map.shade = null;
      for (const element of map.shadowRoot.querySelectorAll('[aria-expanded=true]:not([role=combobox])')) element.click();
      for (const element of map.shadowRoot.querySelectorAll('details')) element.open = false;
    });
    await map.evaluate(open);
    await settle(page);
    await settle(page);
    const wrong = await look(map);
    if (wrong.length) found[state] = wrong;
  }
  assert.deepEqual(found, {});
}

/** What can be pressed in the map and is seen: its name and its size. A label counts for the box in it. */
const targets = (map) => map.evaluate((map, dense) => {
  const found = [...map.shadowRoot.querySelectorAll('button, a, select, summary, input, textarea, [role=option]')];
  const seen = found.filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 4);
  return seen.map((element) => {
    const label = element.matches('[type=checkbox], [type=radio]') && element.closest('label');
    const { width, height } = (label || element).getBoundingClientRect();
    const name = `${element.localName} ${element.ariaLabel || element.textContent || label?.textContent || ''}`.slice(0, 60);
    return { name, width, height, dense: (label || element).matches(dense) };
  });
}, DENSE_LISTS);

for (const [where, view] of Object.entries({ 'a desktop': {}, 'a telephone': PHONE })) {
  const skip = ENGINE === 'webkit' && view.hasTouch && 'its WebDriver has no touch screen';
  test(`on ${where} all targets are 44 px, and 24 px in dense lists`, { skip }, async (t) => {
    let count = 0;
    await inEachState(t, view, async (map) => {
      const all = await targets(map);
      count += all.length;
      const small = all.filter(({ width, height, dense, name }) => {
        const least = dense && (where === 'a desktop' || name.startsWith('a ')) ? DENSE : TARGET;
        return Math.min(width, height) < least - 0.5;
      });
      return small.map(({ name, width, height }) => `${name}: ${width} × ${height}`);
    });
    assert.ok(count > 300, `only ${count} targets were measured`);
  });
}

/**
 * What a reader cannot get to: texts and controls whose box is cut off by something that does not scroll, or that ask for
 * scrolling across.
 */
const lost = (map) => map.evaluate((map) => {
  const { shadowRoot } = map;
  const problems = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) problems.push(`the page is ${root.scrollWidth} wide`);
  for (const element of shadowRoot.querySelectorAll('*')) {
    const style = getComputedStyle(element);
    const across = element.scrollWidth - element.clientWidth;
    if (across > 1 && element.checkVisibility() && /auto|scroll/.test(style.overflowX) && !element.matches('input, textarea, select')) {
      problems.push(`${element.className || element.localName} is scrolled across by ${across}`);
    }
  }
  // Where a thing can be scrolled to is inside of its scroller; whatever has none has to be in the window.
  const scroller = (node) => {
    for (let at = node.parentElement; at; at = at.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight + 1) return at;
    }
    return null;
  };
  const readable = [...shadowRoot.querySelectorAll('button, a, select, summary, input, textarea, h2, h3, p, li, label, dt, dd')];
  for (const element of readable) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.unseen, .hint, .reason')) continue;
    const { left, right, top, bottom, width } = element.getBoundingClientRect();
    if (width <= 4) continue;
    const name = `${element.localName} ${element.ariaLabel || element.textContent}`.slice(0, 50);
    const box = scroller(element)?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
    if (left < box.left - 1 || right > box.right + 1) problems.push(`${name} is cut at its side`);
    if (!scroller(element) && (top < -1 || bottom > innerHeight + 1)) problems.push(`${name} is beyond the window`);
    if (element.scrollWidth > element.clientWidth + 2 && style(element) !== 'visible' && !element.matches('input, textarea, select, .legend')) problems.push(`${name} is cut`);
  }
  function style(element) {
    return getComputedStyle(element).overflowX;
  }
  return problems;
});

/** As WCAG 2.2 has it (1.4.12). */
const SPACED = 'line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important';

for (const [where, view] of Object.entries({
  'with the text spacing of a reader': { rule: SPACED },
  'with the text spacing of a reader on a telephone': { ...PHONE, rule: SPACED },
  'at 400 % of a window of 1280 × 1024': { viewport: { width: 320, height: 256 } },
  'with text of 200 %': { fontSize: '200%' },
  'with text of 200 % on a telephone': { ...PHONE, fontSize: '200%' },
  'from right to left': { dir: 'rtl' },
  'from right to left on a telephone': { ...PHONE, dir: 'rtl' },
})) {
  test(`${where} nothing is cut and nothing is scrolled across`, async (t) => {
    await inEachState(t, view, lost);
  });
}

test('at 400 % every control can be reached and seen by keys', async (t) => {
  const page = await it.open(t, { viewport: { width: 320, height: 256 }, reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}index.html`);
  const names = [];
  const look = async () => {
    const seen = await map.evaluate((map) => {
      const { activeElement } = map.shadowRoot;
      if (!activeElement) return null;
      const { left, right, top, bottom } = activeElement.getBoundingClientRect();
      const at = map.shadowRoot.elementFromPoint((Math.max(0, left) + Math.min(right, innerWidth)) / 2, (Math.max(0, top) + Math.min(bottom, innerHeight)) / 2);
      const whole = activeElement.localName === 'canvas' || (activeElement.contains(at) || at?.contains(activeElement));
      return { name: activeElement.ariaLabel || activeElement.textContent || activeElement.localName, whole };
    });
    if (seen) {
      assert.ok(seen.whole, `${seen.name} has the focus and is covered`);
      names.push(seen.name);
    }
    return seen;
  };
  for (;;) {
    await page.keyboard.press('Tab');
    // A window without anything around the page begins again.
    if (!(await look()) || names.lastIndexOf(names[0]) > 0) break;
    assert.ok(names.length < 60, names);
    // Along a toolbar by arrows.
    const bar = await map.evaluate((map) => map.shadowRoot.activeElement.closest('[role=toolbar]')?.querySelectorAll('button, select').length ?? 0);
    for (let step = 1; step < bar; step += 1) {
      await page.keyboard.press('ArrowRight');
      await look();
    }
  }
  for (const name of ['Map in words', 'Map', 'Zoom in', 'Zoom out', 'Show everything', 'Move the map', 'Routes', 'Language', 'Share', 'Search the map', 'Layers', 'Story', 'Colour by']) {
    assert.ok(names.includes(name), `${name} is not among ${names}`);
  }
});

/** The relative luminance of a color as getComputedStyle gives it. */
const luminance = ([red, green, blue]) => {
  const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
};
const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

for (const [scheme, { view, texts, signs }] of Object.entries({
  light: { view: {}, texts: 4.5, signs: 3 },
  dark: { view: { colorScheme: 'dark' }, texts: 4.5, signs: 3 },
  'more contrast': { view: { contrast: 'more' }, texts: 7, signs: 4.5 },
  'more contrast in the dark': { view: { contrast: 'more', colorScheme: 'dark' }, texts: 7, signs: 4.5 },
})) {
  test(`the contrast of controls in ${scheme}: texts ${texts}, focus, sliders and boxes ${signs}`, async (t) => {
    const page = await it.open(t, { reducedMotion: 'reduce', ...view });
    const map = await openMap(page, `${it.server.url}index.html`);
    const colors = await map.evaluate((map) => {
      const box = map.shadowRoot.querySelector('.map');
      const probe = document.createElement('i');
      box.append(probe);
      const of = (name) => {
        probe.style.color = `var(--${name})`;
        return getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3).map(Number);
      };
      const found = Object.fromEntries(['surface', 'ink', 'ink-faint', 'accent'].map((name) => [name, of(name)]));
      probe.remove();
      return found;
    });
    for (const name of ['ink', 'ink-faint']) assert.ok(contrast(colors[name], colors.surface) >= texts, `${name}: ${contrast(colors[name], colors.surface)}`);
    for (const name of ['accent', 'ink-faint']) assert.ok(contrast(colors[name], colors.surface) >= signs, `${name}: ${contrast(colors[name], colors.surface)}`);
  });
}

test('the focus is seen on every stop, in every scheme', async (t) => {
  for (const view of SIZES.flatMap((size) => [size, { ...size, colorScheme: 'dark' }, { ...size, forcedColors: 'active' }])) {
    const page = await it.open(t, { reducedMotion: 'reduce', ...view });
    const map = await openMap(page, `${it.server.url}index.html`);
    let stops = 0;
    let first;
    for (; stops < 12; stops += 1) {
      await page.keyboard.press('Tab');
      const ring = await map.evaluate((map) => {
        const { activeElement } = map.shadowRoot;
        // The list of languages lies unseen over its short name, which shows the ring.
        const { outlineStyle, outlineWidth } = activeElement ? getComputedStyle(activeElement.closest('.language') ?? activeElement) : {};
        return activeElement && { name: activeElement.ariaLabel || activeElement.textContent, shown: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 };
      });
      // A window without anything around the page begins again.
      if (!ring || ring.name === first) break;
      first ??= ring.name;
      assert.ok(ring.shown, `${ring.name} ${JSON.stringify(view)}`);
    }
    assert.ok(stops >= 5 && stops <= 8, `${stops} stops`);
  }
});

test('on a telephone names stand under the column of buttons, where it ends', async (t) => {
  const tab = await it.open(t, { ...PHONE, reducedMotion: 'reduce' });
  await tab.addInitScript(() => {
    window.written = {};
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...where) {
      window.written[text] = true;
      return fillText.call(this, text, ...where);
    };
  });
  const map = await openMap(tab, `${it.server.url}index.html`);
  // Without the story's card, which would stand over it.
  await map.evaluate(async (map) => {
    map.setAttribute('controls', 'search legend zoom pan routes share language');
    await map.goTo('alternatives');
  });
  // Of China only what is right of its neighbours is in view, below the last button.
  await tab.waitForFunction(() => window.written.CHINA, null, { timeout: 10_000 });
});

test('with reduced motion a flight is a cut, and without it there is a flight', async (t) => {
  for (const reducedMotion of ['reduce', 'no-preference']) {
    const page = await it.open(t, { reducedMotion });
    const map = await openMap(page, `${it.server.url}index.html`);
    // Counted by frames of the map, not by time: the views that are drawn on the way.
    const views = await map.evaluate(async (map) => {
      const seen = new Set();
      await map.goTo('fergana');
      for (let frame = 0; frame < 12; frame += 1) {
        await new Promise(requestAnimationFrame);
        seen.add(String(map.project([70, 40])));
      }
      return seen.size;
    });
    if (reducedMotion === 'reduce') assert.ok(views <= 2, `${views} views`);
    else assert.ok(views > 3, `${views} views`);
  }
});

test('with reduced transparency nothing of the map shines through a text', { skip: ENGINE === 'webkit' && 'the engine knows no such wish' }, async (t) => {
  for (const view of SIZES) {
    const page = await it.open(t, { reducedMotion: 'reduce', ...view });
    const map = await openMap(page, `${it.server.url}index.html`);
    await map.evaluate((map) => map.select('TKM'));
    await settle(page);
    /** What is seen and has a ground through which the map shines, but for the shadow under a hand. */
    const shining = () => map.evaluate((map) => [...map.shadowRoot.querySelectorAll('.map *')].filter((element) => {
      const color = getComputedStyle(element).backgroundColor;
      const alpha = /rgba|\//.test(color) ? Number(color.match(/[\d.]+(?=\))/)[0]) : 1;
      return alpha > 0 && alpha < 1 && element.textContent && element.checkVisibility();
    }).map(({ className }) => className));
    assert.deepEqual(await shining(), ['credit']);
    await page.emulateMedia({ reducedTransparency: 'reduce' });
    assert.deepEqual(await shining(), []);
  }
});

test('more contrast draws an edge around everything that lies on the map', async (t) => {
  for (const view of SIZES) {
    const page = await it.open(t, { reducedMotion: 'reduce', contrast: 'more', ...view });
    const map = await openMap(page, `${it.server.url}index.html`);
    const bare = await map.evaluate((map) => ['.legend', '.controls', '.language', '.bar', '.search input', '.sheet', '.sharing > button', '.reading', '.share'].filter((name) => {
      return getComputedStyle(map.shadowRoot.querySelector(name)).borderTopWidth === '0px';
    }));
    assert.deepEqual(bare, []);
  }
});
