// The tools at the lower edge: one bar, of which one tool at a time is open above it.

import { ALL, CONTROLS, STEP_CHANGED, WORDS } from '../changes.js';
import { closer, make } from '../dom.js';
import * as questions from '../questions.js';
import { rove } from './rove.js';
import { story } from './story.js';
import { themes } from './themes.js';
import { time } from './time.js';

/** Up to this width a tool takes the whole of the map's, CSS pixels; the stylesheet has it too. */
const NARROW = 640;
/** Names as the attribute `controls` has them, in the order of the bar. */
const TOOLS = { story, time, themes };

export function dock(map) {
  const tools = Object.entries(TOOLS).map(([name, tool]) => {
    const button = make('button', { part: 'button', 'aria-expanded': 'false', 'data-tool': name, onclick: () => open(name, true) });
    const body = make('div', { class: 'tool-body' });
    const card = make('section', { class: `tool ${name}`, part: `tool ${name}`, hidden: true, tabindex: -1 });
    return { name, button, card, body, ...tool(map, { body, card, open: () => name !== opened && open(name), close: () => name === opened && open(name) }) };
  });
  const bar = make('div', { class: 'bar', part: 'bar', role: 'toolbar' }, tools.map(({ button }) => button));
  const element = make('div', { class: 'dock' }, tools.map(({ card }) => card), bar);
  let opened = null;
  /** The card that is to be seen. */
  const shown = () => tools.find(({ card }) => !card.hidden)?.card;
  /** What the attribute `controls` leaves out is not shown; it is when it is named again. */
  const settleCards = () => {
    for (const { name, card, off } of tools) card.hidden = off || name !== opened;
    element.classList.toggle('open', !!shown());
  };

  /** Opens a tool and closes the others; a tool that is open already is closed. */
  const open = (name, byHand) => {
    const last = opened;
    opened = name === opened ? null : name;
    settleCards();
    for (const tool of tools) {
      const on = tool.name === opened;
      if (tool.name === last && !on) tool.shut?.();
      tool.button.setAttribute('aria-expanded', on);
      if (on && tool.name !== last) {
        tool.show?.();
        if (byHand) tool.card.focus({ preventScroll: true });
      }
      if (byHand && !opened && tool.name === last) tool.button.focus();
    }
    // Both stand on the same side.
    const legend = map.element.querySelector('.legend');
    if (shown() && legend) legend.open = false;
    map.measure();
  };

  // The bar is one stop of the Tab key.
  const settle = rove(map, bar);

  return {
    element,
    escape() {
      if (!shown()) return false;
      open(null, element.matches(':focus-within'));
      return true;
    },
    update(changes) {
      if (!(changes & (ALL | STEP_CHANGED))) return;
      bar.ariaLabel = map.text('dock');
      for (const tool of tools) {
        tool.update(changes);
        if (changes & WORDS) {
          tool.card.ariaLabel = map.text(tool.name);
          tool.card.replaceChildren(closer(map, () => open(null, true)), tool.body);
        }
        if (changes & CONTROLS) {
          const shown = map.answer(questions.CONTROLS).split(' ');
          tool.off = shown[0] !== 'all' && !shown.includes(tool.name);
        }
        // What a closed tool has set is seen on its button.
        tool.button.textContent = [map.text(tool.name), tool.set?.()].filter(Boolean).join(' ');
        tool.button.hidden = tool.off || !tool.has();
      }
      settleCards();
      bar.hidden = tools.every(({ button }) => button.hidden);
      settle();
    },
    covers(insets, own, map) {
      const card = shown()?.getBoundingClientRect();
      insets.covering.push(...[bar, shown()].filter(Boolean));
      if (map.width <= NARROW) {
        const top = (card ?? bar.getBoundingClientRect()).top;
        if (top) insets.bottom = Math.max(insets.bottom, map.bottom - top);
      } else if (card) {
        const left = card.left - map.left < map.right - card.right;
        if (left) insets.left = Math.max(insets.left, card.right - map.left);
        else insets.right = Math.max(insets.right, map.right - card.left);
      }
    },
  };
}
