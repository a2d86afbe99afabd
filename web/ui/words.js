// The map in words, for those who cannot see the canvas: what is in view, walked by the arrow keys.

import { LAYERS_CHANGED, LEGEND, VIEW_CHANGED, WORDS } from '../changes.js';
import { closer, make } from '../dom.js';
import * as questions from '../questions.js';
import { rove } from './rove.js';

const DIRECTIONS = { ArrowUp: 'n', ArrowRight: 'e', ArrowDown: 's', ArrowLeft: 'w' };

export function words(map) {
  const { handle } = map;
  const title = make('h2', { id: 'words-title' });
  const overview = make('p');
  const keys = make('p', { class: 'faint', id: 'words-keys' });
  // What the last key led to, told and shown.
  const here = make('p', { class: 'words-here' });
  // What that place has to do with: one stop of the Tab key, from which one goes on.
  const around = make('div', { role: 'group' });
  const settle = rove(map, around);
  // Screen readers leave the arrow keys to the page in a toolbar, and read it as any other list besides.
  const lists = make('div', { role: 'toolbar', 'aria-labelledby': 'words-title', 'aria-describedby': 'words-keys' });
  const sheet = make('section', { class: 'reading', part: 'words', 'aria-labelledby': 'words-title', hidden: true });
  const button = make('button', { part: 'button', 'aria-expanded': 'false', onclick: () => show(sheet.hidden) });
  // The id of the feature where the reader stands.
  let current = null;

  /** Features by layer; a press of one does `act`. */
  const listed = (from, heading, key, act) => map.ask(questions.IN_VIEW, from).flatMap(({ title, features }) => [
    make(heading, {}, title),
    make('ul', {}, features.map(({ id, name }) => make(
      'li', {},
      make('button', { class: 'link', [key]: id, tabindex: -1, lang: map.tongue(name), onclick: () => act(id) }, name),
    ))),
  ]);

  /** Shows words below where the reader stands, and tells them. */
  const say = (words) => {
    here.textContent = words;
    here.scrollIntoView({ block: 'nearest' });
    map.say(words);
  };

  /** Goes to a feature: it alone of the list is reached by the Tab key. What was `told` of it before is not told again. */
  const stand = (id, focus, told) => {
    current = id;
    const entries = [...lists.querySelectorAll('[data-id]')];
    const entry = entries.find(({ dataset }) => dataset.id === id);
    // Beyond the edge: the map goes there, and the list follows.
    if (focus && id && !entry) return map.perform(handle.fit(id, true));
    for (const other of entries) other.tabIndex = other === (entry ?? entries[0]) ? 0 : -1;
    if (id) {
      entry?.after(here, around);
      around.replaceChildren(...listed(id, 'h4', 'data-here', (id) => stand(id, true)));
      settle();
      const words = map.answer(questions.IN_WORDS, id);
      if (words !== told) say(words);
    }
    if (focus) entry?.focus();
  };

  const open = (id) => {
    current = id;
    hide();
    // From the facts one comes back to where one stood.
    map.open(id, () => show(true));
  };

  const refresh = (told) => {
    if (sheet.hidden) return;
    const focused = lists.querySelector(':focus');
    const { here: at } = focused?.dataset ?? {};
    overview.textContent = map.answer(questions.OVERVIEW);
    lists.replaceChildren(...listed('', 'h3', 'data-id', open));
    const known = current && lists.querySelector(`[data-id="${CSS.escape(current)}"]`);
    stand(known ? current : map.ask(questions.WALK), focused, told);
    // Whoever was at what is around the place stays there.
    if (at) around.querySelector(`[data-here="${CSS.escape(at)}"]`)?.focus();
  };

  const hide = () => {
    sheet.hidden = true;
    button.ariaExpanded = 'false';
  };
  const show = (shown) => {
    if (!shown) {
      hide();
      return button.focus();
    }
    sheet.hidden = false;
    button.ariaExpanded = 'true';
    refresh();
    lists.querySelector('[tabindex="0"]')?.focus();
  };

  map.on(lists, 'keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = DIRECTIONS[event.key];
    if (direction) {
      const next = map.ask(questions.WALK, `${direction} ${current}`);
      if (next) stand(next, true);
      else say(map.text('words.nothing'));
    } else if (event.key === 'Home') {
      map.perform(handle.home());
    } else if (event.key.toLowerCase() === 'r') {
      say(map.answer(questions.WAYS, current) || map.text('words.no-ways'));
    } else return;
    event.preventDefault();
  });
  return {
    place: 'first',
    element: make('div', { class: 'words' }, button, sheet),
    escape: () => !sheet.hidden && !(around.matches(':focus-within') ? stand(current, true) : show(false)),
    update(changes) {
      if (changes & WORDS) {
        title.textContent = button.textContent = map.text('words');
        keys.textContent = map.text('words.keys');
        around.ariaLabel = map.text('words.here');
        sheet.replaceChildren(closer(map, () => show(false)), title, overview, keys, lists);
      }
      // With the legend it is told that the atlas has grown.
      if (changes & (WORDS | VIEW_CHANGED | LAYERS_CHANGED | LEGEND)) refresh(here.textContent);
    },
  };
}
