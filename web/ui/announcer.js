// The one voice of the map: tells a screen reader what came of what its reader did, the last of several at once.

import { CHOICE_CHANGED, ROUTES_CHANGED, SELECTION_CHANGED, STEP_CHANGED, VIEW_CHANGED } from '../changes.js';
import { make } from '../dom.js';
import * as questions from '../questions.js';

/** Milliseconds of rest before something is told. */
const REST = 600;
/** Directions by eighths of a turn from the east, as the keys of their words have them. */
const DIRECTIONS = ['e', 'ne', 'n', 'nw', 'w', 'sw', 's', 'se'];

/** What is told of. */
const TOLD = STEP_CHANGED | SELECTION_CHANGED | ROUTES_CHANGED | CHOICE_CHANGED | VIEW_CHANGED;

export function announcer(map) {
  const element = make('p', { class: 'unseen', role: 'status' });
  // Nothing is told before a reader did anything.
  map.asked = false;
  let moves = false;
  let timer = 0;
  let state = {};
  // The middle of the view that was told last.
  let place;
  const sentences = (...parts) => parts.filter(Boolean).join(map.text('text.stop'));

  map.say = (words) => {
    // A view is told where the reader moved the map, not where it followed something that was told.
    moves = words === view;
    clearTimeout(timer);
    // What is outside of an open dialog is silent. The same words again are told again only where they are new.
    (map.element.querySelector('dialog[open]') ?? map.element).append(element);
    element.textContent = '';
    timer = setTimeout(() => map.signal.aborted || (element.textContent = typeof words === 'function' ? words() : words), REST);
  };

  /** The view by the direction in which it moved, and by its extent. */
  const view = () => {
    const { center: [lon, lat], zoom } = state;
    const [east, north] = [(lon - place[0]) * Math.cos((lat * Math.PI) / 180), lat - place[1]];
    place = state.center;
    const turn = DIRECTIONS[(Math.round((Math.atan2(north, east) * 4) / Math.PI) + 8) % 8];
    // Some pixels, in degrees.
    const moved = Math.hypot(east, north) > 5 / 2 ** zoom;
    return sentences(moved && map.text('text.moved').replace('{direction}', map.text(`toward.${turn}`)), map.answer(questions.WHERE));
  };
  const step = () => {
    const { step, steps } = map.ask(questions.STORY);
    return step ? sentences(`${steps.findIndex(({ id }) => id === step.id) + 1} / ${steps.length}`, step.title, step.text) : map.answer(questions.OVERVIEW);
  };
  /** The shortest way left, and by where. */
  const way = () => {
    const { result, ways } = map.ask(questions.ROUTES);
    return [result, ways.find(({ best }) => best)?.via].filter(Boolean).join(' ');
  };
  /** What happened in the year. */
  const events = () => {
    const now = map.ask(questions.TIME).events.filter(({ date }) => parseInt(date, 10) === state.year);
    return now.map(({ when, title }) => `${when}: ${title}`).join(map.text('text.semicolon')) || map.text('time.nothing');
  };

  for (const type of ['keydown', 'pointerdown', 'wheel']) {
    map.on(map.element, type, () => {
      map.asked = moves = true;
    }, { passive: true, capture: true });
  }
  return {
    element,
    update(changes) {
      if (!(changes & TOLD)) return;
      const before = state;
      state = map.state();
      const { selected } = state;
      if (!map.asked || !place) place = state.center;
      const differs = (name) => before[name] !== state[name];
      const words = differs('step') ? step
        : differs('selected') ? selected && (() => map.answer(questions.IN_WORDS, selected))
        : differs('closed') || differs('route') ? way
        : differs('shade') ? () => map.themes()
        : differs('year') ? events
        : changes & VIEW_CHANGED && moves && view;
      if (words && map.asked) map.say(words);
    },
  };
}
