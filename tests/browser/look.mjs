// Takes pictures of the built map for people to look at: node look.mjs [page]
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch, openMap, PHONE, recordEvents } from './browser.mjs';
import { serve } from './server.mjs';

const page = process.argv[2] ?? 'index.html';
const out = fileURLToPath(new URL('out/', import.meta.url));
const desktop = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 };

mkdirSync(out, { recursive: true });
const server = await serve();
const browser = await launch();
try {
  for (const [size, view] of [['1280x800', desktop], ['390x844@3', PHONE]]) {
    for (const colorScheme of ['light', 'dark']) {
      const file = `${out}${page.replace(/\W+/g, '-')}-${size}-${colorScheme}.png`;
      await shoot({ ...view, colorScheme }, file);
      console.log(file);
    }
  }
} finally {
  await browser.close();
  await server.close();
}

async function shoot(view, file) {
  const context = await browser.newContext({ ...view, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });
  const tab = await context.newPage();
  await tab.addInitScript(recordEvents);
  tab.on('console', (message) => message.type() === 'error' && console.log(`  console: ${message.text()}`));
  tab.on('pageerror', (error) => console.log(`  exception: ${error}`));
  await openMap(tab, server.url + page);
  await tab.screenshot({ path: file });
  await context.close();
}
