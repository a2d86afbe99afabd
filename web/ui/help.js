// Which keys do what: opened by the key `?`.

import { WORDS } from '../changes.js';
import { closer, make } from '../dom.js';

export function help(map) {
  const element = make('dialog', { class: 'reading', part: 'help', 'aria-labelledby': 'help-title' });
  map.on(map.element, 'keydown', (event) => {
    // Whoever types a question is not asking one.
    if (event.key !== '?' || event.target.matches('input, textarea, select')) return;
    event.preventDefault();
    // The browser gives the focus back to where it was.
    if (!element.open) element.showModal();
  });
  return {
    element,
    update(changes) {
      if (!(changes & WORDS)) return;
      element.replaceChildren(
        closer(map, () => element.close()),
        make('h2', { id: 'help-title' }, map.text('help')),
        // The canvas is described by the first.
        ...['help.map', 'help.words', 'help.tools'].map((id) => make('p', { id }, map.text(id))),
      );
    },
  };
}
