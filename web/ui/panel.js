// What is told of the selected feature.

import { PANEL } from '../changes.js';
import { closer, make } from '../dom.js';
import * as questions from '../questions.js';
import { bars } from './bars.js';
import { entry } from './footnotes.js';
import { address, copier } from './share.js';

export function panel(map) {
  const { handle } = map;
  const element = make('section', { class: 'panel', part: 'panel', tabindex: -1, 'aria-labelledby': 'title' });

  let shown;
  let waited;
  // Where the focus goes when the facts are closed: an element, or who knows better.
  let back = null;
  const active = () => map.element.getRootNode().activeElement;

  const close = () => {
    const inside = element.contains(active());
    map.perform(handle.setAttribute('selected'));
    if (!inside) return;
    if (typeof back === 'function') back();
    else (back?.checkVisibility() ? back : map.canvas).focus();
  };
  /** Goes to a feature and opens its facts, from where the focus is or whatever shall happen when they are closed. */
  map.open = (id, from = active()) => {
    if (!element.contains(active())) back = from;
    map.perform(handle.open(id));
    // What was pressed may be gone, and a place of which nothing is told has no panel.
    if (element.checkVisibility()) element.focus();
    else {
      map.canvas.focus();
      map.say(() => map.answer(questions.IN_WORDS, id));
    }
  };

  const line = ({ text, note, footnotes, target }) => {
    const link = () => make('button', { class: 'link', onclick: () => map.open(target), lang: map.tongue(text) }, text);
    // Nothing but what is computed rests on no source.
    const sentence = target ? link() : make('span', { class: footnotes.length ? null : 'figure' }, text);
    const notes = footnotes.length > 0 && make('sup', {}, make('span', { class: 'unseen' }, `${map.text('panel.sources')} `), footnotes.join(', '));
    return make('li', {}, sentence, notes, make('small', {}, note));
  };
  const content = ({ id, title, tags, end, paragraphs, sections, sources, sourcesHeading }) => {
    return [
      closer(map, close),
      make('h2', { id: 'title', lang: map.tongue(title) }, title),
      make('p', { class: 'tags' }, tags.join(' · ')),
      end && make('p', {}, [['from', 'routes.from-here'], ['to', 'routes.to-here']].map(([side, key]) => make('button', { onclick: () => map.route(side, id) }, map.text(key)))),
      ...paragraphs.map((text) => make('p', {}, text)),
      make('slot', { name: 'popup' }),
      ...sections.flatMap(({ heading, bars: values, facts }) => [
        make('h3', {}, heading),
        values.length && make('ul', { class: 'values' }, bars(map, values)),
        make('ul', { class: 'facts' }, facts.map(line)),
      ]),
      make('p', {}, copier(map, () => address(map), 'panel.link')),
      ...(sources.length ? [make('h3', {}, sourcesHeading), make('ol', { class: 'sources' }, sources.map((source) => entry(map, source)))] : []),
    ];
  };

  return {
    element,
    place: 'sheet',
    escape: () => shown && !element.hidden && !close(),
    update(changes) {
      if (!(changes & PANEL)) return;
      const told = map.ask(questions.PANEL);
      const waits = told?.paragraphs.includes(map.text('panel.loading'));
      if (map.asked && waited && told && !waits) map.say(told.paragraphs.join(' '));
      waited = waits;
      const held = element.contains(active()) && active().textContent;
      element.replaceChildren(...(told ? content(told).filter(Boolean) : []));
      // Facts that arrive, or other words, leave the reader where he is.
      if (told?.id === shown) {
        if (held) ([...element.querySelectorAll('a, button')].find(({ textContent }) => textContent === held) ?? element).focus({ preventScroll: true });
        return;
      }
      shown = told?.id;
      element.scrollTop = 0;
      if (told) map.sheet.open(element);
      else map.sheet.close(element);
    },
  };
}
