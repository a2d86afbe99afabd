// The legend is the switch of the layers.

import { CHOICE_CHANGED, LAYERS_CHANGED, LEGEND, WORDS } from '../changes.js';
import { draw, make } from '../dom.js';
import * as questions from '../questions.js';
import { rove } from './rove.js';

/** From this size on the legend has room beside the map, CSS pixels. */
const ROOM = { width: 720, height: 480 };

export function legend(map) {
  const title = make('summary');
  const layers = make('div', { class: 'layers' });
  const words = make('span');
  const relief = make('input', { type: 'range', max: 1, step: 0.25, oninput: () => map.perform(map.handle.setAttribute('relief', relief.value)) });
  const element = make('details', { class: 'legend', part: 'legend', ontoggle: () => map.measure() }, title, layers, make('label', { class: 'relief' }, words, relief), make('slot', { name: 'legend' }));
  const settle = rove(map, layers, 'input');
  let sized = false;

  const layer = ({ id, title, on, samples }) => {
    const change = ({ target }) => map.perform(map.handle.setLayer(id, target.checked));
    const input = make('input', { type: 'checkbox', 'data-layer': id, onchange: change });
    input.checked = on;
    const list = samples.map((sample) => make('li', {}, picture(sample), make('span', {}, sample.name), make('small', {}, sample.count)));
    return [make('label', {}, input, make('span', {}, title)), list.length && make('ul', {}, list)];
  };

  return {
    element,
    place: 'start',
    update(changes) {
      if (changes & WORDS) {
        title.textContent = map.text('legend');
        words.textContent = map.text('legend.relief');
      }
      if (changes & (LAYERS_CHANGED | LEGEND)) relief.value = map.state().relief ?? 1;
      if (!(changes & (LEGEND | CHOICE_CHANGED))) return;
      // What has the focus is made anew and shall have it again.
      const focused = layers.querySelector(':focus')?.dataset.layer;
      layers.replaceChildren(...map.ask(questions.LEGEND).flatMap(layer).filter(Boolean));
      if (focused) layers.querySelector(`[data-layer="${CSS.escape(focused)}"]`)?.focus();
      settle();
    },
    resize(width, height) {
      if (!sized) element.open = width >= ROOM.width && height >= ROOM.height && !map.element.querySelector('.dock.open');
      sized = true;
    },
    // A folded legend covers a corner only.
    covers(insets, own, { left, right, width }) {
      if (!element.open || own.width >= width / 2) return;
      if (element.matches(':dir(rtl)')) insets.right = right - own.left;
      else insets.left = own.right - left;
    },
  };
}

/** How the things of a class are drawn on the map. */
function picture({ pens = [], mark, color, fill }) {
  const lines = pens.map(({ color, width, dash, round }) => draw('path', {
    d: fill ? 'M6 2H26V12H6Z' : 'M2 7H30',
    fill,
    stroke: color,
    'stroke-width': width,
    'stroke-dasharray': dash?.join(' '),
    'stroke-linecap': round && 'round',
  }));
  const sign = mark && draw('path', { d: mark, transform: 'translate(16 7) scale(5)', fill: color, 'fill-rule': 'evenodd' });
  return draw('svg', { viewBox: '0 0 32 14', 'aria-hidden': 'true' }, lines, sign);
}
