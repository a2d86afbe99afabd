// The buttons that zoom.

import { WORDS } from '../changes.js';
import { make } from '../dom.js';

export function zoom(map) {
  const { handle } = map;
  const buttons = [
    ['zoom.in', '+', () => handle.zoomBy(1, NaN, NaN)],
    ['zoom.out', '−', () => handle.zoomBy(-1, NaN, NaN)],
    ['zoom.home', '⌂', () => handle.home()],
  ].map(([key, sign, act]) => {
    const button = make('button', { part: 'button', onclick: () => map.perform(act()) }, sign);
    return { key, button };
  });
  const element = make('div', { class: 'controls', part: 'controls', role: 'group' }, buttons.map(({ button }) => button));
  return {
    element,
    place: 'end',
    update(changes) {
      if (!(changes & WORDS)) return;
      element.ariaLabel = map.text('zoom');
      for (const { key, button } of buttons) button.ariaLabel = button.title = map.text(key);
    },
  };
}
