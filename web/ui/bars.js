// Figures that are compared: a list of names, bars and numbers.

import { make } from '../dom.js';
import * as questions from '../questions.js';

/** Numbers as they are written in the language of the map. */
export function numbers(map, options) {
  return new Intl.NumberFormat(map.answer(questions.LANG), { maximumFractionDigits: 2, ...options });
}

/** The rows of the list. Those with an `id` lead to that feature, those that are `open` are drawn hollow. */
export function bars(map, values) {
  // Making one takes as long as a frame.
  const number = values.length && numbers(map);
  const most = Math.max(1e-9, ...values.map(({ value }) => value));
  return values.map(({ id, name, value, color, open }) => {
    const bar = make('i', { class: open && 'hollow' });
    bar.style.inlineSize = `${(100 * value) / most}%`;
    if (color) bar.style.background = color;
    const lang = map.tongue(name);
    const words = id ? make('button', { class: 'link', onclick: () => map.open(id), lang }, name) : make('span', { lang }, name);
    return make('li', {}, words, make('span', { class: 'track' }, bar), make('b', {}, number.format(value)));
  });
}
