// What the five are colored by, and the legend of it: classes, and each value as a bar with its source.

import { CHOICE_CHANGED, PALETTE, PANEL, STEP_CHANGED, WORDS } from '../changes.js';
import { make } from '../dom.js';
import * as questions from '../questions.js';
import { bars, numbers } from './bars.js';
import { footnotes } from './footnotes.js';

export function themes(map, { body }) {
  const { handle } = map;
  let count = 0;
  const choice = make('div', { class: 'choice', role: 'radiogroup' });
  const key = make('div', { class: 'key', 'aria-hidden': 'true' });
  const about = make('p', { class: 'about' });
  const table = make('ul', { class: 'values' });
  const notes = footnotes(map);
  body.append(choice, key, about, table, notes.element);

  const radio = ({ id, title }, chosen) => {
    const input = make('input', { type: 'radio', name: 'theme', value: id, onchange: () => map.perform(handle.setAttribute('shade', id)) });
    input.checked = id === chosen;
    return make('label', {}, input, make('span', {}, title));
  };

  const show = ({ themes, shade }) => {
    const short = shade && numbers(map, { notation: 'compact', maximumFractionDigits: 1 });
    count = themes.length;
    // What has the focus is made anew and shall have it again.
    const focused = choice.querySelector(':focus')?.value;
    const all = [{ id: '', title: map.text('themes.none') }, ...themes];
    // A group holds what once had its name.
    for (const input of choice.querySelectorAll('input')) input.removeAttribute('name');
    choice.replaceChildren(...all.map((theme) => radio(theme, shade?.id ?? '')));
    if (focused !== undefined) choice.querySelector(`[value="${CSS.escape(focused)}"]`)?.focus();
    choice.ariaLabel = map.text('themes');
    const { unit, note, when, classes = [], values = [], sources = [] } = shade ?? {};
    key.replaceChildren(...classes.map(({ color, from }) => {
      const swatch = make('i');
      swatch.style.background = color;
      return make('span', {}, swatch, from === undefined ? '' : short.format(from));
    }));
    about.textContent = shade ? [unit, when, note].filter(Boolean).join(' · ') : '';
    about.hidden = table.hidden = !shade;
    // The same for the ear.
    map.themes = () => (shade ? [shade.title, about.textContent, ...values.map(({ name, value }) => `${name} ${numbers(map).format(value)}`)] : [all[0].title]).join(map.text('text.semicolon'));
    table.replaceChildren(...bars(map, values));
    notes.show(sources);
  };

  return {
    has: () => count > 0,
    update(changes) {
      if (changes & (CHOICE_CHANGED | STEP_CHANGED | PANEL | WORDS | PALETTE)) show(map.ask(questions.THEMES));
    },
  };
}
