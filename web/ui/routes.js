// The shortest way between two places, all other ways, and what closing passages does to them.

import { CHOICE_CHANGED, ROUTES_CHANGED, WORDS } from '../changes.js';
import { closer, draw, make } from '../dom.js';
import * as questions from '../questions.js';

export function routes(map) {
  const { handle } = map;
  let open = false;
  let told;
  const icon = draw('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, draw('path', {
    d: 'M5 19a2 2 0 1 0 .01 0M19 5a2 2 0 1 0 .01 0M7 19h8a3.5 3.5 0 0 0 0-7H9a3.5 3.5 0 0 1 0-7h8',
  }));
  const element = make('button', { class: 'routes-button', part: 'button', 'aria-expanded': 'false', onclick: () => show(!open) }, icon);
  // These stay, so that what has the focus keeps it.
  const result = make('p', { class: 'result' });
  const head = make('div');
  const ways = make('div');
  const sheet = make('section', {
    class: 'panel routes', part: 'routes', tabindex: -1, 'aria-labelledby': 'routes-title',
  }, head, result, ways);

  function show(on) {
    open = on;
    element.ariaExpanded = on;
    if (!on) {
      map.sheet.close(sheet);
      // The map is as it was before the way was asked for.
      map.perform(handle.setAttribute('closed') | handle.setAttribute('route'));
      element.focus();
      return;
    }
    const { closed, route } = map.state();
    told = null;
    if (closed || route) refresh(true);
    else {
      const { from, to } = map.ask(questions.ROUTES);
      if (from) map.perform(handle.setAttribute('route', `${from} ${to}`));
      else refresh(true);
    }
    map.sheet.open(sheet);
    sheet.focus();
    look();
  }

  /** Begins or ends the way at a feature: where the other end was that, they change places. */
  map.route = (side, id) => {
    const ends = map.ask(questions.ROUTES);
    const other = side === 'from' ? 'to' : 'from';
    if (ends[other] === id) ends[other] = ends[side];
    ends[side] = id;
    ends[other] ??= ends.ends.find((end) => end.id !== id)?.id ?? id;
    map.perform(handle.setAttribute('route', `${ends.from} ${ends.to}`));
    show(true);
  };

  /** Moves the map so that the whole way can be seen. */
  const look = () => told?.bounds && map.perform(handle.fit(told.bounds.join(), true));

  const end = (name, label) => {
    const change = () => {
      const [from, to] = ['from', 'to'].map((name) => head.querySelector(`[name=${name}]`).value);
      map.perform(handle.setAttribute('route', `${from} ${to}`));
      look();
    };
    const options = told.ends.map(({ id, name: words }) => make('option', { value: id, selected: id === told[name] }, words));
    return make('label', {}, make('span', {}, label), make('select', { name, onchange: change }, options));
  };
  const passage = ({ id, name }) => {
    const change = () => {
      const closed = [...head.querySelectorAll(':checked[type=checkbox]')].map(({ value }) => value);
      map.perform(handle.setAttribute('closed', closed.join(' ')));
    };
    return make('label', { lang: map.tongue(name) }, make('input', { type: 'checkbox', value: id, onchange: change }), name);
  };
  const way = ({ via, if: reason, km, more, land, open, best, lines, countries }) => make(
    'li', { class: best ? 'best' : open ? null : 'closed' },
    make(
      'details', { open: best },
      make(
        'summary', {},
        make('b', { lang: map.tongue(via.split(' – ')[0]) }, via || map.text('routes')), make('span', {}, km),
        make('small', {}, [open ? null : map.text('routes.closed'), more, land].filter(Boolean).join(' · ')),
      ),
      make('p', {}, reason),
      make('dl', {}, [...lines, ...countries.map(({ name, km }) => [name, km])].map(([what, figure]) => [make('dt', { lang: map.tongue(what) }, what), make('dd', {}, figure)]).flat()),
    ),
  );

  function refresh(all) {
    const before = told?.result;
    told = map.ask(questions.ROUTES);
    if (all) {
      head.replaceChildren(
        closer(map, () => show(false)),
        make('h2', { id: 'routes-title' }, map.text('routes')),
        make('div', { class: 'ends' }, end('from', map.text('routes.from')), end('to', map.text('routes.to'))),
        make('fieldset', {}, make('legend', {}, map.text('routes.close')), told.passages.map(passage)),
      );
    }
    for (const { id, closed } of told.passages) head.querySelector(`[value="${CSS.escape(id)}"]`).checked = closed;
    for (const name of ['from', 'to']) head.querySelector(`[name=${name}]`).value = told[name];
    if (before !== told.result) result.textContent = told.result;
    ways.replaceChildren(
      make('p', { class: 'about' }, map.text('routes.about')),
      make('h3', {}, map.text('routes.all')),
      make('ol', {}, told.ways.map(way)),
    );
  }

  return {
    place: 'end',
    element,
    escape: () => open && !sheet.hidden && !show(false),
    update(changes) {
      if (changes & WORDS) element.ariaLabel = element.title = map.text('routes');
      if (open && changes & (ROUTES_CHANGED | CHOICE_CHANGED | WORDS)) refresh(!told || changes & WORDS);
    },
  };
}
