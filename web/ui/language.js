// Chooses the language of the map.

import { WORDS } from '../changes.js';
import { make } from '../dom.js';

/** The languages that there are words in, each by its own name: whoever looks for one cannot read the others. */
export const LANGUAGES = { en: 'English', ru: 'Русский', zh: '中文' };

export function language(map) {
  const select = make('select', {
    onchange: () => map.host.setAttribute('lang', select.value),
  }, Object.entries(LANGUAGES).map(([lang, name]) => make('option', { value: lang, lang }, name)));
  // The list is as narrow as a button: it lies unseen over a short name.
  const short = make('span', { 'aria-hidden': 'true' });
  return {
    element: make('div', { class: 'language', part: 'language' }, short, select),
    place: 'end',
    update(changes) {
      if (!(changes & WORDS)) return;
      select.ariaLabel = select.title = map.text('language');
      const lang = map.state().lang.toLowerCase().split('-')[0];
      select.value = lang in LANGUAGES ? lang : 'en';
      short.textContent = select.value.toUpperCase();
    },
  };
}
