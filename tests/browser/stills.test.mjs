// Pictures to take away: the same SVG as the command line's, a PNG of it, and vectors on paper.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { ENGINE, openMap, stage } from './browser.mjs';
import { native } from './native.mjs';

const it = stage();

/** A map of 800 by 600 pixels with all that comes after the first picture. */
async function open(t, attributes) {
  const page = await it.open(t, { viewport: { width: 800, height: 600 } });
  await openMap(page, `${it.server.url}index.html`);
  await page.evaluate(async (attributes) => {
    const map = document.createElement('central-asia-map');
    // The whole viewport, whatever the page around it is like.
    Object.assign(map.style, { position: 'fixed', inset: '0', zIndex: '9' });
    for (const [name, value] of Object.entries({ lang: 'en', theme: 'light', ...attributes })) map.setAttribute(name, value);
    document.body.replaceChildren(map);
    await map.ready;
  }, attributes);
  // The relief comes last, and lies in the plane of the conic only.
  if (!attributes.projection) await page.waitForFunction(() => document.querySelector('central-asia-map').toSVG().includes('<image'));
  return page;
}

const STATES = [
  { center: '75,42', zoom: '3.5' },
  { center: '71,40.5', zoom: '7', lang: 'ru', theme: 'dark' },
  { center: '77,35', zoom: '5', lang: 'zh', boundaries: 'in', layers: 'base borders', selected: 'TJK' },
  { center: '52,42', zoom: '4.6', projection: 'mercator', year: '2010' },
];

for (const state of STATES) {
  test(`the document is the command line's: ${Object.values(state).join(' ')}`, async (t) => {
    const page = await open(t, state);
    const relief = state.projection !== 'mercator';
    for (const option of relief ? [true, false] : [false]) {
      const expected = native(state, '800x600', ...(option ? [] : ['--no-relief']));
      assert.equal(expected.includes('<image'), option);
      // Details come when one looks near, words when they are read.
      const found = () => page.evaluate((relief) => document.querySelector('central-asia-map').toSVG({ relief }), option);
      let svg = await found();
      for (let tries = 0; tries < 40 && svg !== expected; tries++) {
        await page.waitForTimeout(100);
        svg = await found();
      }
      const line = svg.split('\n').findIndex((line, index) => line !== expected.split('\n')[index]);
      assert.ok(svg === expected, `line ${line + 1} differs:\n${svg.split('\n')[line]?.slice(0, 300)}\n${expected.split('\n')[line]?.slice(0, 300)}`);
    }
  });
}

test('a name along a path is on the canvas where the document has it', async (t) => {
  const page = await it.open(t, { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  await page.addInitScript(() => {
    window.written = {};
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
      const half = this.measureText(text).width / 2;
      const aside = { left: half, right: -half }[this.textAlign] ?? 0;
      const { x: left, y: top } = this.getTransform().transformPoint({ x: x + aside, y });
      window.written[text] = [left / devicePixelRatio, top / devicePixelRatio];
      return fillText.call(this, text, x, y);
    };
  });
  const map = await openMap(page, `${it.server.url}index.html#step=pipelines`);
  const compared = () => map.evaluate((map) => {
    const svg = document.createElement('div');
    svg.innerHTML = map.toSVG();
    document.body.append(svg);
    const found = [...svg.querySelectorAll('text')].flatMap((text) => {
      const name = text.textContent;
      if (!window.written[name]) return [];
      const path = text.querySelector('textPath');
      const line = path && svg.querySelector(path.getAttribute('href'));
      const { x, y } = line?.getPointAtLength(line.getTotalLength() / 2) ?? { x: NaN, y: NaN };
      const level = text.getAttribute('text-anchor') === 'start' && !path;
      const [left, top] = window.written[name];
      // A level name begins where it stands.
      const box = level && text.getBBox();
      return [{ name, along: !!path, dx: left - (box ? box.x + box.width / 2 : x), dy: top - (box ? Number(text.getAttribute('y')) : y) }];
    });
    svg.remove();
    return found;
  });
  let names = [];
  for (let tries = 0; tries < 40 && !names.some(({ name }) => name === 'TAJIKISTAN'); tries++) {
    await page.waitForTimeout(100);
    names = await compared();
  }
  // A sheet begins outside of the element.
  const level = names.find(({ along, dx }) => !along && Number.isFinite(dx));
  const along = names.filter((name) => name.along);
  assert.ok(along.some(({ name }) => name === 'TAJIKISTAN'), JSON.stringify(names));
  for (const { name, dx, dy } of along) assert.ok(Math.hypot(dx - level.dx, dy - level.dy) < 6, `${name}: ${dx - level.dx}, ${dy - level.dy}`);
});

test('a PNG is the document at any scale', async (t) => {
  const page = await open(t, { center: '75,42', zoom: '4' });
  const found = await page.evaluate(async () => {
    const map = document.querySelector('central-asia-map');
    const look = async (options) => {
      const blob = await map.toPNG(options);
      const picture = await createImageBitmap(blob);
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const context = canvas.getContext('2d');
      context.drawImage(picture, 0, 0);
      const { data } = context.getImageData(0, 0, picture.width, picture.height);
      return { form: [blob.type, picture.width, picture.height], pixels: new Uint32Array(data.buffer) };
    };
    const [whole, large, flat] = [await look({ scale: 1 }), await look({ scale: 2.5 }), await look({ scale: 1, relief: false })];
    const shaded = whole.pixels.filter((pixel, at) => pixel !== flat.pixels[at]).length / flat.pixels.length;
    return { forms: [whole, large, flat].map(({ form }) => form), shaded };
  });
  assert.deepEqual(found.forms, [['image/png', 800, 600], ['image/png', 2000, 1500], ['image/png', 800, 600]]);
  // Mountains and valleys; plains have no shade.
  assert.ok(found.shaded > 0.15 && found.shaded < 0.6, `${found.shaded} of the pixels are shaded by the relief`);
});

test('on paper there are vectors and text, and afterwards the canvas again', { skip: ENGINE === 'webkit' && 'its WebDriver prints nothing' }, async (t) => {
  const page = await open(t, { center: '68,42', zoom: '4' });
  const pdf = await page.pdf({ format: 'A4', landscape: true, printBackground: true });
  const streams = contents(pdf);
  const count = (operator) => streams.reduce((sum, stream) => sum + (stream.match(operator)?.length ?? 0), 0);
  const [lines, shown, curves] = [count(/ l(?=\s)/g), count(/T[jJ]\s/g), count(/ c(?=\s)/g)];
  assert.ok(lines > 2000, `${lines} straight pieces`);
  // Firefox prints the outlines of letters.
  assert.ok(ENGINE === 'firefox' ? curves > 2000 : shown > 20, `${shown} texts, ${curves} curves`);
  // No picture of the page's size: the relief is the only one.
  const widths = [...pdf.toString('latin1').matchAll(/\/Subtype \/Image[^>]*?\/Width (\d+)/g)].map(([, width]) => Number(width));
  assert.ok(new Set(widths).size <= 1, `pictures as wide as ${widths}`);
  const left = await page.evaluate(() => {
    const root = document.querySelector('central-asia-map').shadowRoot;
    return { printing: root.querySelectorAll('.printing').length, source: root.querySelector('.paper').hasAttribute('src') };
  });
  assert.deepEqual(left, { printing: 0, source: false });
});

/** The streams of a PDF that can be read. */
function contents(pdf) {
  const streams = [];
  const text = pdf.toString('latin1');
  for (const match of text.matchAll(/stream\r?\n/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('endstream', start);
    try {
      streams.push(inflateSync(pdf.subarray(start, end)).toString('latin1'));
    } catch {
      // Not compressed like this: a picture.
    }
  }
  return streams;
}
