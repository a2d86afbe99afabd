// What is told of the selected feature.

import { PANEL } from '../changes.js';
import { make } from '../dom.js';
import { address, copier } from './share.js';

export function panel(map) {
  const { handle } = map;
  const element = make('section', { class: 'panel', part: 'panel', tabindex: -1, 'aria-labelledby': 'title' });

  let shown;

  const close = () => {
    map.perform(handle.setAttribute('selected'));
    map.canvas.focus();
  };
  const open = (id) => {
    map.perform(handle.open(id));
    // The button is gone with what the panel showed before.
    element.focus();
  };

  const line = ({ text, note, footnotes, target }) => {
    const link = () => make('button', { type: 'button', class: 'link', onclick: () => open(target) }, text);
    // Nothing but what is computed rests on no source.
    const sentence = target ? link() : make('span', { class: footnotes.length ? null : 'figure' }, text);
    return make('li', {}, sentence, make('sup', {}, footnotes.join(', ')), make('small', {}, note));
  };
  const source = ({ text, url }) => {
    return make('li', {}, url ? make('a', { href: url, rel: 'noopener', target: '_blank' }, text) : text);
  };
  const content = ({ title, tags, paragraphs, sections, sources, sourcesHeading }) => {
    const words = map.text('panel.close');
    return [
      make('button', { type: 'button', class: 'close', part: 'button', 'aria-label': words, title: words, onclick: close }, '×'),
      make('h2', { id: 'title' }, title),
      make('p', { class: 'tags' }, tags.join(' · ')),
      ...paragraphs.map((text) => make('p', {}, text)),
      ...sections.flatMap(({ heading, facts }) => [make('h3', {}, heading), make('ul', { class: 'facts' }, facts.map(line))]),
      make('p', {}, copier(map, () => address(map), 'panel.link')),
      ...(sources.length ? [make('h3', {}, sourcesHeading), make('ol', { class: 'sources' }, sources.map(source))] : []),
    ];
  };

  return {
    element,
    place: 'sheet',
    update(changes) {
      if (!(changes & PANEL)) return;
      const told = JSON.parse(handle.panel());
      element.replaceChildren(...(told ? content(told) : []));
      // Facts that arrive, or other words, leave the reader where he is.
      if (told?.id === shown) return;
      shown = told?.id;
      element.scrollTop = 0;
      if (told) map.sheet.open(element);
      else map.sheet.close(element);
    },
  };
}
