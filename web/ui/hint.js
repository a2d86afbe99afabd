// Tells how to move a map that leaves the page its scroll.

import { make } from '../dom.js';

export function hint(map) {
  // The stylesheet fades it out.
  const hide = () => { element.hidden = true; };
  const element = make('div', { class: 'hint', part: 'hint', hidden: true, onanimationend: hide });
  map.hint = (key) => {
    element.textContent = map.text(key);
    element.hidden = false;
  };
  return { element };
}
