// Whose data it is, and the note on boundaries.

import { VIEW_CHANGED, WORDS } from '../changes.js';
import { make } from '../dom.js';
import * as questions from '../questions.js';

export function credit(map) {
  const source = make('span');
  const note = make('span', { part: 'note' });
  return {
    element: make('div', { class: 'credit', part: 'credit' }, source, note),
    update(changes) {
      if (changes & WORDS) source.textContent = map.answer(questions.CREDIT);
      if (changes & (WORDS | VIEW_CHANGED)) note.textContent = map.answer(questions.NOTE);
    },
    covers(insets, own) {
      insets.bottom = Math.max(insets.bottom, own.height);
      map.element.style.setProperty('--credit', `${own.height}px`);
    },
  };
}
