// Search by name: a combobox with a list, as the ARIA Authoring Practices describe it.

import { WORDS } from '../changes.js';
import { make } from '../dom.js';
import * as questions from '../questions.js';

export function search(map) {
  const { handle } = map;
  let found = [];
  let active = -1;
  const list = make('ul', { id: 'found', role: 'listbox', hidden: true });
  const none = make('p', { hidden: true });
  const input = make('input', {
    type: 'text', part: 'search', role: 'combobox', autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'search',
    'aria-autocomplete': 'list', 'aria-controls': 'found', 'aria-expanded': 'false',
    oninput: look,
    onfocus: look,
    onblur: close,
    onkeydown: press,
  });

  function look() {
    const query = input.value.trim();
    found = query ? map.ask(questions.SEARCH, query) : [];
    none.textContent = query && !found.length ? map.text('search.none') : '';
    none.hidden = !none.textContent;
    if (query) map.say(none.textContent || map.text('search.found').replace('{n}', found.length));
    list.replaceChildren(...found.map(({ name, class: kind, where }, index) => make(
      'li', {
        id: `found-${index}`, role: 'option',
        // The press would take the focus away before the click.
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => choose(found[index]),
      },
      make('span', { lang: map.tongue(name) }, name),
      make('small', {}, kind, where && [' · ', make('bdi', { lang: map.tongue(where) }, where)]),
    )));
    list.hidden = !found.length;
    input.ariaExpanded = !list.hidden;
    point(found.length ? 0 : -1);
  }

  function point(index) {
    active = index;
    [...list.children].forEach((option, at) => option.setAttribute('aria-selected', at === index));
    list.children[index]?.scrollIntoView({ block: 'nearest' });
    if (index < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `found-${index}`);
  }

  function close() {
    none.hidden = true;
    list.hidden = true;
    input.ariaExpanded = 'false';
    point(-1);
  }

  function choose({ id, step }) {
    input.value = '';
    close();
    if (step) {
      map.canvas.focus();
      map.perform(handle.tell(id, true));
    } else map.open(id);
  }

  function press(event) {
    const { key, isComposing } = event;
    // While an input method composes, its keys are its own.
    if (isComposing) return;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) look();
      else point((active + (key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
    } else if (key === 'Enter' && found[active]) {
      choose(found[active]);
    } else if (key === 'Escape') {
      event.preventDefault();
      if (input.value) event.stopPropagation();
      input.value = '';
      close();
      map.canvas.focus();
    }
  }

  return {
    place: 'start',
    element: make('div', { class: 'search' }, input, list, none),
    update(changes) {
      if (changes & WORDS) input.ariaLabel = input.placeholder = map.text('search');
    },
  };
}
