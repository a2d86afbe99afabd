// Buttons that move the map, for whoever cannot drag it. They unfold from one.

import { WORDS } from '../changes.js';
import { make } from '../dom.js';
import { rove } from './rove.js';

/** The part of the map that a press moves it by. */
const STEP = 0.3;

export function pan(map) {
  const arrows = [['north', '↑', 0, 1], ['west', '←', 1, 0], ['east', '→', -1, 0], ['south', '↓', 0, -1]].map(([name, sign, x, y]) => {
    const move = () => {
      const { clientWidth, clientHeight } = map.canvas;
      map.perform(map.handle.panBy(x * STEP * clientWidth, y * STEP * clientHeight));
    };
    return { key: `pan.${name}`, button: make('button', { part: 'button', class: name, onclick: move }, sign) };
  });
  const pad = make('div', { class: 'pad', role: 'toolbar', hidden: true }, arrows.map(({ button }) => button));
  rove(map, pad);
  const toggle = make('button', {
    part: 'button', 'aria-expanded': 'false',
    onclick: () => fold(!pad.hidden),
  }, '✥');
  const fold = (hidden) => {
    pad.hidden = hidden;
    toggle.ariaExpanded = !hidden;
    map.measure();
  };
  return {
    element: make('div', { class: 'pan', part: 'pan' }, toggle, pad),
    place: 'end',
    escape() {
      const inside = pad.matches(':focus-within');
      if (inside) {
        fold(true);
        toggle.focus();
      }
      return inside;
    },
    update(changes) {
      if (!(changes & WORDS)) return;
      toggle.ariaLabel = toggle.title = pad.ariaLabel = map.text('pan');
      for (const { key, button } of arrows) button.ariaLabel = button.title = map.text(key);
    },
  };
}
