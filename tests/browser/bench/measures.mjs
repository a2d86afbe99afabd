// One measure each: takes a page that stands open, and gives plain numbers.
import { setTimeout as sleep } from 'node:timers/promises';
import { cpu } from './processes.mjs';

/** Slow-down of the CPU that stands for a telephone. */
export const SLOW = 4;

const FRAME = 1000 / 60;
/** Where the camera stands before each measure. */
const HOME = [[75, 43], 3.6];
const MIDDLE = [600, 400];

/** Puts the camera back and lets everything come to rest. */
export async function home(page) {
  await page.evaluate((view) => window.bench.setView(...view), HOME);
  await sleep(500);
}

/** CPU of the whole browser for each frame that something happened in, milliseconds. */
async function perFrame(page, work) {
  await home(page);
  await page.evaluate(countFrames);
  const before = cpu();
  await work(page);
  // What comes after the hand has left belongs to it.
  await sleep(250);
  const used = cpu() - before;
  const frames = await page.evaluate(() => window.benchFrames());
  return used / frames;
}

/** In the page: counts the frames before which the hand or the script moved the map. */
function countFrames() {
  let [moved, frames, going] = [false, 0, true];
  const note = () => (moved = true);
  const types = ['pointermove', 'wheel', 'bench-moved'];
  for (const type of types) addEventListener(type, note, { capture: true, passive: true });
  const tick = () => {
    if (moved) frames += 1;
    moved = false;
    if (going) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  window.benchFrames = () => {
    going = false;
    for (const type of types) removeEventListener(type, note, { capture: true });
    return frames;
  };
}

/** Repeats a step at the pace of the screen. With a page that is far slower than that, some of the steps have to do. */
async function paced(count, step) {
  const end = performance.now() + 6 * count * FRAME;
  for (let index = 1, due = performance.now(); index <= count && performance.now() < end; index += 1) {
    await step(index);
    due += FRAME;
    await sleep(Math.max(0, due - performance.now()));
  }
}

/** Four drags with a mouse, out and back, each held still before it is let go. */
export async function drags(page) {
  const session = await page.context().newCDPSession(page);
  const mouse = (type, x, y) => session.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons: 1, clickCount: 1 });
  for (const [dx, dy] of [[8, 2], [-6, 5], [-8, -3], [6, -4]]) {
    const [x, y] = [MIDDLE[0] - dx * 20, MIDDLE[1] - dy * 20];
    await mouse('mousePressed', x, y);
    await paced(40, (step) => mouse('mouseMoved', x + dx * step, y + dy * step));
    await sleep(100);
    await mouse('mouseReleased', x + dx * 40, y + dy * 40);
    await sleep(150);
  }
  await session.detach();
}

/** Two pinches with two fingers: closer to 1.7 × and back. */
export async function pinches(page) {
  const session = await page.context().newCDPSession(page);
  const [x, y] = MIDDLE;
  const touch = (type, reach) => session.send('Input.dispatchTouchEvent', {
    type, touchPoints: reach ? [{ x: x - reach, y, id: 0 }, { x: x + reach, y, id: 1 }] : [],
  });
  for (const [from, to] of [[120, 204], [204, 120]]) {
    await touch('touchStart', from);
    await paced(60, (step) => touch('touchMove', from + (to - from) * step / 60));
    await sleep(100);
    await touch('touchEnd', 0);
    await sleep(150);
  }
  await session.detach();
}

/** In the page: a view in each frame, drawn exactly. Who is slow gets through part of it. */
function script({ count, pan }) {
  return new Promise((resolve) => {
    const end = performance.now() + 6000;
    let index = 0;
    const tick = () => {
      const turn = index / count * 2 * Math.PI;
      if (pan) window.bench.setView([75 + 5 * Math.sin(turn), 43], 3.6);
      else window.bench.setView([75, 43], 3.6 + 0.7 * Math.sin(turn));
      dispatchEvent(new Event('bench-moved'));
      index += 1;
      if (index < count && performance.now() < end) requestAnimationFrame(tick);
      else resolve();
    };
    requestAnimationFrame(tick);
  });
}

export const dragCpu = (page) => perFrame(page, drags);
export const pinchCpu = (page) => perFrame(page, pinches);
export const panCpu = (page) => perFrame(page, (page) => page.evaluate(script, { count: 120, pan: true }));
export const zoomCpu = (page) => perFrame(page, (page) => page.evaluate(script, { count: 120, pan: false }));

/** Time to find what is at a place, of 1 000 places: mean and 99th percentile in microseconds. */
export async function pick(page) {
  await home(page);
  return page.evaluate(() => {
    // The clock is coarse where a page is not isolated: ten at a time.
    const times = [];
    let seed = 1;
    const chance = () => (seed = seed * 16807 % 2147483647) / 2147483647;
    for (let index = 0; index < 100; index += 1) {
      const places = Array.from({ length: 10 }, () => [chance() * 1200, chance() * 800]);
      const start = performance.now();
      for (const [x, y] of places) window.bench.pick(x, y);
      times.push((performance.now() - start) * 100);
    }
    times.sort((a, b) => a - b);
    return { mean: times.reduce((sum, time) => sum + time, 0) / times.length, worst: times[98] };
  });
}

/** Time that the page takes to read a file with `JSON.parse`, milliseconds. */
export function parse(page, address) {
  return page.evaluate(async (address) => {
    const text = await (await fetch(address)).text();
    const start = performance.now();
    JSON.parse(text);
    return performance.now() - start;
  }, address);
}

/** Memory of the page and what belongs to it, MB. */
export async function memory(page) {
  const bytes = await page.evaluate(async () => {
    const { bytes } = await performance.measureUserAgentSpecificMemory();
    return bytes + (window.bench.engine?.() ?? 0);
  });
  return bytes / 1e6;
}

/**
 * The tasks of the page's main thread while `work` runs, in milliseconds, the longest first. The one in which the browser puts
 * the new document in the old one's place is not the page's: an empty page has it too, and it takes as long.
 */
export async function tasks(browser, page, work) {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata', 'devtools.timeline'] });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString());
  const events = trace.traceEvents ?? trace;
  const mains = new Set(events
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid}/${tid}`));
  const commits = events.filter(({ name }) => name === 'CommitLoad');
  const ran = events.filter(({ name, pid, tid, ts, dur }) => name.endsWith('RunTask') && dur && mains.has(`${pid}/${tid}`)
    && !commits.some((commit) => commit.pid === pid && commit.tid === tid && commit.ts >= ts && commit.ts <= ts + dur));
  return ran.map(({ dur }) => dur / 1000).sort((a, b) => b - a);
}

export async function slowed(page, work) {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW });
  try {
    return await work();
  } finally {
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await session.detach();
  }
}
