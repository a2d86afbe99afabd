// Tells a screen reader what came of what its reader did: nothing that nobody asked for, and the last of several at once.

import { SELECTION_CHANGED, VIEW_CHANGED } from '../changes.js';
import { make } from '../dom.js';

/** Milliseconds of rest before something is told. */
const REST = 600;

export function announcer(map) {
  const { handle } = map;
  const element = make('p', { class: 'unseen', role: 'status' });
  let asked = false;
  let timer = 0;
  const say = (words) => {
    clearTimeout(timer);
    timer = setTimeout(() => map.signal.aborted || (element.textContent = words()), REST);
  };
  for (const type of ['keydown', 'pointerdown', 'wheel']) {
    map.on(map.element, type, () => (asked = true), { passive: true, capture: true });
  }
  return {
    element,
    update(changes) {
      if (!asked) return;
      if (changes & SELECTION_CHANGED) say(() => handle.inWords(JSON.parse(handle.selected()).id ?? ''));
      else if (changes & VIEW_CHANGED) say(() => handle.overview());
    },
  };
}
