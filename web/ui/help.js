// Which keys do what: opened by the key `?`.

import { WORDS } from '../changes.js';
import { make } from '../dom.js';

export function help(map) {
  const title = make('h2', { id: 'help-title' });
  const texts = ['help.map', 'help.words'].map((key) => ({ key, element: make('p') }));
  const close = make('button', { type: 'button', class: 'close', part: 'button', onclick: () => element.close() }, '×');
  const element = make('dialog', { class: 'reading', part: 'help', 'aria-labelledby': 'help-title' }, close, title, texts.map(({ element }) => element));
  map.on(map.element, 'keydown', (event) => {
    // Whoever types a question is not asking one.
    if (event.key !== '?' || event.target.matches('input, textarea, select')) return;
    event.preventDefault();
    // The browser gives the focus back to where it was.
    if (!element.open) element.showModal();
  });
  // The map's own keys are not for what lies over it.
  map.on(element, 'keydown', (event) => event.stopPropagation());
  return {
    element,
    update(changes) {
      if (!(changes & WORDS)) return;
      title.textContent = map.text('help');
      for (const { key, element } of texts) element.textContent = map.text(key);
      close.ariaLabel = close.title = map.text('panel.close');
    },
  };
}
