// The scale of years: what existed when, and what happened.

import { CHOICE_CHANGED, STEP_CHANGED, WORDS } from '../changes.js';
import { make } from '../dom.js';
import * as questions from '../questions.js';

/** Time to look at a year while it plays, milliseconds. */
const LOOK = 1400;

export function time(map, { body }) {
  const { handle } = map;
  let events = [];
  let timer = 0;
  /** The scale's ends. */
  let first;
  let last;

  const year = make('strong', { class: 'year' });
  const range = make('input', { type: 'range', step: 1, oninput: () => go(range.valueAsNumber) });
  const marks = make('div', { class: 'marks', 'aria-hidden': 'true' });
  const scale = make('div', { class: 'dots' }, marks, range);
  const play = make('button', { part: 'button', onclick: () => (timer ? stop() : begin()) });
  const ends = make('div', { class: 'ends', 'aria-hidden': 'true' });
  const list = make('ul', { class: 'events' });
  body.append(year, make('div', { class: 'steps' }, play, make('div', { class: 'scale' }, scale, ends)), list);

  const set = (to) => map.perform(handle.setAttribute('year', String(to)));
  /** Chooses a year by hand: what played stops. */
  const go = (to) => {
    stop();
    set(to);
  };
  const begin = () => {
    if (range.valueAsNumber >= last) set(first);
    timer = setInterval(() => {
      // The page may have taken the tool away.
      if (play.checkVisibility() && range.valueAsNumber < last) set(range.valueAsNumber + 1);
      else stop();
    }, LOOK);
    mark();
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    mark();
  };
  const mark = () => {
    play.textContent = timer ? '❚❚' : '▶';
    play.ariaLabel = play.title = map.text(timer ? 'time.pause' : 'time.play');
  };
  map.signal.addEventListener('abort', () => clearInterval(timer));
  // Nobody reads in a window that is hidden.
  map.on(document, 'visibilitychange', stop);

  const item = ({ when, title, features }) => {
    const words = [make('small', {}, when), make('span', {}, title)];
    const open = () => map.open(features[0]);
    return make('li', {}, features.length ? make('button', { class: 'link', onclick: open }, words) : words);
  };

  return {
    has: () => events.length > 0,
    set: () => range.value,
    update(changes) {
      if (!(changes & (CHOICE_CHANGED | STEP_CHANGED | WORDS))) return;
      const told = map.ask(questions.TIME);
      ({ events, first, last } = told);
      range.min = first;
      range.max = last;
      ends.replaceChildren(make('span', {}, first), make('span', {}, last));
      scale.style.setProperty('--gaps', last - first);
      range.value = told.year;
      range.ariaLabel = map.text('time');
      year.textContent = told.year;
      scale.style.setProperty('--at', told.year - first);
      const years = events.map(({ date }) => parseInt(date, 10));
      marks.replaceChildren(...[...new Set(years)].map((at) => {
        const dot = make('i', { class: at === told.year ? 'now' : null });
        dot.style.setProperty('--at', at - first);
        return dot;
      }));
      const now = events.filter((_, index) => years[index] === told.year);
      list.replaceChildren(...now.map(item));
      if (!now.length) list.append(make('li', {}, map.text('time.nothing')));
      mark();
    },
    shut: stop,
  };
}
