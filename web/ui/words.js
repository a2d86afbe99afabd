// The map in words, for those who cannot see the canvas: what is in view, walked by the arrow keys.

import { LAYERS_CHANGED, VIEW_CHANGED, WORDS } from '../changes.js';
import { closer, make } from '../dom.js';

const DIRECTIONS = { ArrowUp: 'n', ArrowRight: 'e', ArrowDown: 's', ArrowLeft: 'w' };

export function words(map) {
  const { handle } = map;
  const title = make('h2', { id: 'words-title' });
  const overview = make('p');
  const keys = make('p', { class: 'faint', id: 'words-keys' });
  // What the last key led to, told and shown.
  const here = make('p', { class: 'words-here' });
  const lists = make('div', { 'aria-describedby': 'words-keys' });
  const sheet = make('section', { class: 'reading', part: 'words', 'aria-labelledby': 'words-title', hidden: true });
  const button = make('button', { type: 'button', part: 'button', 'aria-expanded': 'false', onclick: () => show(sheet.hidden) });
  // The id of the feature where the reader stands.
  let current = null;

  const item = ({ id, name }) => {
    return make('li', { lang: map.tongue(name) }, make('button', { type: 'button', class: 'link', 'data-id': id, tabindex: -1, onclick: () => open(id) }, name));
  };

  /** Shows words below where the reader stands, and tells them. */
  const say = (words, entry) => {
    here.textContent = words;
    entry?.after(here);
    here.scrollIntoView({ block: 'nearest' });
    map.say(words);
  };

  /** Goes to a feature: it alone of the list is reached by the Tab key. */
  const stand = (id, focus) => {
    current = id;
    const entries = [...lists.querySelectorAll('[data-id]')];
    const entry = entries.find(({ dataset }) => dataset.id === id);
    // Beyond the edge: the map goes there, and the list follows.
    if (focus && id && !entry) return map.perform(handle.fit(id, true));
    for (const other of entries) other.tabIndex = other === (entry ?? entries[0]) ? 0 : -1;
    if (focus) entry?.focus();
    if (id) say(handle.inWords(id), entry);
  };

  const open = (id) => {
    current = id;
    hide();
    // From the facts one comes back to where one stood.
    map.open(id, () => show(true));
  };

  const refresh = () => {
    if (sheet.hidden) return;
    const focused = lists.querySelector(':focus');
    const groups = JSON.parse(handle.inView());
    overview.textContent = handle.overview(true);
    lists.replaceChildren(...groups.flatMap((group) => [make('h3', {}, group.title), make('ul', {}, group.features.map(item))]));
    const known = groups.some(({ features }) => features.some(({ id }) => id === current));
    stand(known ? current : JSON.parse(handle.firstPlace()), focused);
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
      const next = JSON.parse(handle.walk(current, direction));
      if (next) stand(next, true);
      else say(map.text('words.nothing'));
    } else if (event.key === 'Home') {
      map.perform(handle.home());
    } else if (event.key.toLowerCase() === 'r') {
      say(handle.waysHere(current) || map.text('words.no-ways'));
    } else return;
    event.preventDefault();
  });
  return {
    place: 'first',
    element: make('div', { class: 'words' }, button, sheet),
    escape: () => !sheet.hidden && !show(false),
    update(changes) {
      if (changes & WORDS) {
        title.textContent = button.textContent = map.text('words');
        keys.textContent = map.text('words.keys');
        sheet.replaceChildren(closer(map, () => show(false)), title, overview, keys, lists);
      }
      if (changes & (WORDS | VIEW_CHANGED | LAYERS_CHANGED)) refresh();
    },
  };
}
