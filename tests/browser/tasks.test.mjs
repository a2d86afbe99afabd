// Ten tasks of a reader, done by keys alone in the page, and known by what a screen reader gets: no pointer, no call of the
// map, no look at pixels. `tests/text.rs` answers the same ten from the map in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMap, stage } from './browser.mjs';

const it = stage();

/** A page, and a reader with nothing but a keyboard and ears. */
async function reader(t) {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, `${it.server.url}index.html`);
  await page.waitForFunction(() => {
    const { shadowRoot } = document.querySelector('central-asia-map');
    return !shadowRoot.querySelector('[data-tool=story]').hidden;
  });
  const keys = async (...names) => {
    for (const name of names) await page.keyboard.press(name);
  };
  /** The name of what has the focus. */
  const focus = () => page.evaluate(() => {
    const active = document.activeElement.shadowRoot?.activeElement ?? document.activeElement;
    const labelled = active.getAttribute('aria-labelledby');
    return active.ariaLabel || active.closest('label')?.textContent || (labelled && active.getRootNode().getElementById(labelled).textContent) || active.textContent || active.localName;
  });
  return {
    page,
    keys,
    focus,
    type: (text) => page.keyboard.type(text),
    /** Presses Tab until a stop of that name; no more than a reader would. */
    async tabTo(name, key = 'Tab') {
      for (let stops = 0; stops < 40; stops += 1) {
        await page.keyboard.press(key);
        if ((await focus()).startsWith(name)) return;
      }
      assert.fail(`no ${name} was met by ${key}; the focus is on ${await focus()}`);
    },
    /** Presses a key until the focus is on a name; no more than a reader would. */
    async press(key, name) {
      for (let times = 0; times < 40; times += 1) {
        if (name.test(await focus())) return;
        await page.keyboard.press(key);
      }
      assert.fail(`${key} led to no ${name}; the focus is on ${await focus()}`);
    },
    /** Waits until the one voice says what matches. */
    async hears(pattern) {
      await page.waitForFunction((source) => {
        const voice = document.querySelector('central-asia-map').shadowRoot.querySelector('[role=status].unseen');
        return new RegExp(source, 's').test(voice.textContent);
      }, pattern.source);
    },
    /** Waits until the tree that a screen reader walks has, in what has the focus or around it, what matches. */
    async reads(role, name, pattern) {
      const region = map.getByRole(role, { name });
      await region.filter({ hasText: pattern }).waitFor();
      return region.innerText();
    },
    /** Looks something up by its name, and goes there. */
    async find(name) {
      await this.tabTo('Search the map');
      await page.keyboard.type(name);
      await page.waitForFunction(() => document.querySelector('central-asia-map').shadowRoot.querySelector('[role=combobox]').hasAttribute('aria-activedescendant'));
      await page.keyboard.press('Enter');
    },
  };
}

test('1. find where line D would cross', async (t) => {
  const reader1 = await reader(t);
  await reader1.find('gas line D');
  await reader1.hears(/line D\. Gas pipeline\. Planned\..*Leads through: Turkmenistan .*Tajikistan .*Kyrgyzstan .*China /);
  // Escape gives the focus back to the search.
  await reader1.keys('Escape');
  assert.equal(await reader1.focus(), 'Search the map');
});

test('2. learn what gas Turkmenistan sells to China, and who says so', async (t) => {
  const reader1 = await reader(t);
  await reader1.find('Turkmenistan');
  assert.equal(await reader1.focus(), 'Turkmenistan');
  const text = await reader1.reads('region', 'Turkmenistan', /\$8\.23.billion/);
  const note = /\$8\.23[^]*?Sources\s+(\d+)/.exec(text)[1];
  const sources = text.slice(text.lastIndexOf('\nSources'));
  assert.match(sources.split('\n').filter((line) => /\w/.test(line) && !line.startsWith('(opens'))[Number(note)], /Kun\.uz/);
  // The source can be reached.
  await reader1.tabTo('Kun.uz');
});

test('3. compare the routes with Russia closed', async (t) => {
  const reader1 = await reader(t);
  await reader1.tabTo('Zoom in');
  await reader1.press('ArrowDown', /^Routes$/);
  await reader1.keys('Enter');
  await reader1.hears(/^Shortest way: .*Kazakhstan – Russia – Belarus/);
  await reader1.tabTo('Russia');
  await reader1.keys('Space');
  await reader1.hears(/longer than with all open\. Kazakhstan – Caspian Sea – Azerbaijan – Georgia – Black Sea/);
  await reader1.reads('region', 'Routes', /Kazakhstan – Russia – Belarus\s*9,140.km\s*Closed/);
  await reader1.keys('Escape');
  assert.equal(await reader1.focus(), 'Routes');
});

test('4. reach Khorgos, and hear what crosses there', async (t) => {
  const reader1 = await reader(t);
  // The words begin in the country that is in view; the Tab key leads to what is there.
  await reader1.tabTo('Map in words');
  await reader1.keys('Enter');
  assert.equal(await reader1.focus(), 'Kazakhstan');
  await reader1.keys('Tab');
  await reader1.press('ArrowDown', /^Khorgos Gateway$/);
  await reader1.keys('Enter');
  assert.equal(await reader1.focus(), 'Khorgos Gateway');
  await reader1.hears(/^Khorgos Gateway\. Dry port\..* Almaty .*Ways here: .*Trans-Caspian corridor/);
  // What is too small for the view is come to as well, the map goes there. Escape leads from a list to its place.
  await reader1.keys('Tab');
  await reader1.press('ArrowDown', /^Trans-Caspian corridor$/);
  await reader1.keys('Escape');
  assert.equal(await reader1.focus(), 'Khorgos Gateway');
  await reader1.keys('Tab');
  await reader1.press('ArrowDown', /^Trans-Caspian corridor$/);
  await reader1.keys('Enter', 'Tab');
  await reader1.press('ArrowDown', /^Khorgos railway crossing$/);
  await reader1.keys('Enter');
  await reader1.hears(/^Khorgos railway crossing\. Border crossing\..* Almaty .*Ways here: .*Trans-Caspian corridor/);
  assert.equal(await reader1.focus(), 'Khorgos railway crossing');
  // Arrows lead from a mark to the next.
  await reader1.keys('ArrowLeft');
  assert.notEqual(await reader1.focus(), 'Khorgos railway crossing');
  await reader1.keys('ArrowRight');
  // Enter leads to the facts, and Escape back.
  await reader1.press('ArrowRight', /^Khorgos railway crossing$/);
  await reader1.keys('Enter');
  await reader1.reads('region', 'Khorgos railway crossing', /Sources/);
  await reader1.keys('Escape');
  assert.equal(await reader1.focus(), 'Khorgos railway crossing');
  await reader1.keys('Escape');
  assert.equal(await reader1.focus(), 'Map in words');
});

test('5. go to a step of the story and learn what holds the Middle Corridor up', async (t) => {
  const reader1 = await reader(t);
  await reader1.tabTo('Story');
  await reader1.keys('Enter');
  await reader1.hears(/^1 \/ 12\. /);
  // PageDown turns the page wherever the focus is in the card.
  await reader1.keys('PageDown', 'PageDown', 'PageDown', 'PageDown');
  await reader1.hears(/^5 \/ 12\. Across the Caspian\. .*ships are its bottleneck/);
  await reader1.keys('Escape');
  assert.equal(await reader1.focus(), 'Story');
});

test('6. change the year and hear what happened', async (t) => {
  const reader1 = await reader(t);
  await reader1.tabTo('Story');
  await reader1.keys('ArrowRight', 'Enter');
  await reader1.tabTo('Years');
  await reader1.keys(...Array(9).fill('ArrowLeft'));
  await reader1.hears(/^2014: Gas line C opens; 22 August 2014: /);
});

test('7. color by trade and hear who trades most', async (t) => {
  const reader1 = await reader(t);
  await reader1.tabTo('Story');
  await reader1.keys('End', 'Enter');
  await reader1.tabTo('Nothing');
  await reader1.keys('ArrowDown');
  await reader1.hears(/^Trade with China; .*Kazakhstan 31\.1; Kyrgyzstan 15\.4; /);
});

test('8. walk from Kazakhstan to the east', async (t) => {
  const reader1 = await reader(t);
  await reader1.tabTo('Map in words');
  await reader1.keys('Enter');
  await reader1.hears(/China to the east \(1,490.km\)/);
  await reader1.keys('ArrowRight');
  assert.equal(await reader1.focus(), 'China');
  await reader1.hears(/^China\. Country\. .*Kazakhstan to the /);
});

test('9. change the language and read a name in it', async (t) => {
  const reader1 = await reader(t);
  await reader1.tabTo('Zoom in');
  await reader1.press('ArrowDown', /^Language$/);
  await reader1.keys('ArrowDown', 'ArrowDown');
  await reader1.page.waitForFunction(() => document.querySelector('central-asia-map').shadowRoot.querySelector('.language select').ariaLabel === '语言');
  // The search knows names of all languages, and answers in this one.
  await reader1.tabTo('搜索', 'Shift+Tab');
  await reader1.type('Turkmenistan');
  await reader1.page.waitForFunction(() => /^土库曼斯坦/.test(document.querySelector('central-asia-map').shadowRoot.querySelector('[role=option]')?.textContent));
  await reader1.keys('Enter');
  assert.equal(await reader1.focus(), '土库曼斯坦');
});

test('10. switch layers off, and find the fighting on what is left', async (t) => {
  const reader1 = await reader(t);
  await reader1.tabTo('The summit');
  await reader1.keys('Space', 'ArrowDown', 'Space', 'ArrowDown', 'Space', 'ArrowDown', 'Space', 'ArrowDown', 'Space');
  await reader1.tabTo('Map in words', 'Shift+Tab');
  await reader1.keys('Enter');
  const text = await reader1.reads('region', 'Map in words', /Batken clashes/);
  assert.doesNotMatch(text, /Trans-Caspian corridor\n/);
  await reader1.keys('Escape');
  await reader1.find('Batken clashes');
  await reader1.hears(/^Batken clashes\. Border fighting\..*Tashkent/);
});
