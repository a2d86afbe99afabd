// What axe-core finds by itself on a desktop: nothing, in every state, scheme and language.
import { test } from 'node:test';
import { stage } from './browser.mjs';
import { findsNothing, LANGUAGES, PAGES } from './states.mjs';

const it = stage({ pages: PAGES });

for (const lang of LANGUAGES) {
  test(`axe finds nothing on a desktop in ${lang}, whatever is open`, (t) => findsNothing(it, t, {}, lang));
}
