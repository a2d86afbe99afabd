// Names what the mouse is over.

import { HOVER_CHANGED } from '../changes.js';
import { make } from '../dom.js';
import * as questions from '../questions.js';

/** From the mouse, CSS pixels. */
const AWAY = 14;

export function preview(map) {
  const name = make('strong');
  const line = make('span');
  // What it says can be had from the panel: it is for the eye only.
  const element = make('div', { class: 'preview', part: 'preview', 'aria-hidden': 'true', hidden: true }, name, line);
  // A hand that holds the map moves what it is over.
  map.on(map.canvas, 'pointerdown', () => { element.hidden = true; });
  map.on(window, 'keydown', ({ key }) => { element.hidden ||= key === 'Escape'; });
  return {
    element,
    update(changes) {
      if (!(changes & HOVER_CHANGED)) return;
      const hovered = map.ask(questions.HOVERED);
      element.hidden = !hovered.id || !map.pointer;
      if (element.hidden) return;
      name.textContent = hovered.name;
      line.textContent = map.answer(questions.PREVIEW);
      const [x, y] = map.pointer;
      const { clientWidth, clientHeight } = map.element;
      // On the side where there is room for it.
      const left = x + AWAY + element.offsetWidth > clientWidth ? x - AWAY - element.offsetWidth : x + AWAY;
      const top = y + AWAY + element.offsetHeight > clientHeight ? y - AWAY - element.offsetHeight : y + AWAY;
      element.style.translate = `${Math.max(0, left)}px ${Math.max(0, top)}px`;
    },
  };
}
