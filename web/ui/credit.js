// Whose data it is, and the note on boundaries.

import { VIEW_CHANGED, WORDS } from '../changes.js';
import { make } from '../dom.js';

export function credit(map) {
  const source = make('span');
  const note = make('span', { part: 'note' });
  return {
    element: make('div', { class: 'credit', part: 'credit' }, source, note),
    update(changes) {
      if (changes & WORDS) source.textContent = map.handle.credit();
      if (changes & (WORDS | VIEW_CHANGED)) note.textContent = map.handle.note();
    },
    covers(insets, own) {
      insets.bottom = Math.max(insets.bottom, own.height);
      map.element.style.setProperty('--credit', `${own.height}px`);
    },
  };
}
