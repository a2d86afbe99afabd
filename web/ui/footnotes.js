// Sources under what they say, folded until they are asked for.

import { make } from '../dom.js';

/** The list of sources of a tool, and how to fill it. */
export function footnotes(map) {
  const summary = make('summary');
  const list = make('ol', { class: 'sources' });
  const element = make('details', { class: 'notes', ontoggle: () => map.measure() }, summary, list);
  return {
    element,
    show(sources) {
      summary.textContent = `${map.text('panel.sources')} (${sources.length})`;
      element.hidden = !sources.length;
      list.replaceChildren(...sources.map((source) => entry(map, source)));
    },
  };
}

/** One source of a list. */
export function entry(map, { text, url }) {
  const away = () => make('span', { class: 'unseen', lang: map.text('lang') }, map.text('link.away'));
  return make('li', { lang: map.tongue(text) }, url ? make('a', { href: url, rel: 'noopener', target: '_blank' }, text, away()) : text);
}
