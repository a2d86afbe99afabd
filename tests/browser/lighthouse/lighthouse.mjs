// Lighthouse on the full page as it is published, on its mobile setting: node lighthouse.mjs [--runs N] [page]
import { mkdirSync, writeFileSync } from 'node:fs';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { serve } from '../server.mjs';

/** What each category has to reach. */
const ENOUGH = 95;

const words = process.argv.slice(2);
const flag = words.indexOf('--runs');
const runs = Number(flag < 0 ? 3 : words.splice(flag, 2)[1]);
if (!(runs >= 1)) throw new Error('--runs wants a number from 1 on');
const [page = 'index.html'] = words;
const out = new URL('../out/', import.meta.url);

const server = await serve({ headers: { 'cache-control': 'public, max-age=31536000, immutable' } });
const results = [];
for (let run = 0; run < runs; run++) {
  // A browser of its own for each run: nothing is cached, nothing is left running.
  const chrome = await launch({ chromePath: process.env.CHROMIUM || '/usr/bin/chromium', chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu'] });
  try {
    const { lhr } = await lighthouse(server.url + page, { port: chrome.port, logLevel: 'error' });
    results.push(lhr);
  } finally {
    await chrome.kill();
  }
}
await server.close();

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
let low = 0;
for (const id of Object.keys(results[0].categories)) {
  const score = Math.round(100 * median(results.map(({ categories }) => categories[id].score)));
  if (score < ENOUGH) low++;
  console.log(`${id.padEnd(16)} ${String(score).padStart(3)}   of ${results.map(({ categories }) => Math.round(100 * categories[id].score)).join(', ')}`);
}
console.log();
for (const id of ['first-contentful-paint', 'largest-contentful-paint', 'speed-index', 'total-blocking-time', 'cumulative-layout-shift']) {
  console.log(`${id.padEnd(26)} ${results.map(({ audits }) => audits[id].displayValue).join(', ')}`);
}
console.log();
for (const { id, score, title, displayValue = '' } of Object.values(results.at(-1).audits)) {
  if (score !== null && score < 0.9) console.log(`${String(Math.round(100 * score)).padStart(3)}  ${id}: ${title} ${displayValue}`);
}
mkdirSync(out, { recursive: true });
writeFileSync(new URL('lighthouse.json', out), JSON.stringify(results.at(-1), null, 1));
if (low) {
  console.log(`\n${low} of the categories have less than ${ENOUGH}.`);
  process.exitCode = 1;
}
