// The story: one card with what the step says, and the ways to go on.

import { CHOICE_CHANGED, PANEL, STEP_CHANGED, WORDS } from '../changes.js';
import { make } from '../dom.js';
import * as questions from '../questions.js';
import { footnotes } from './footnotes.js';

/** Time to look at a step while it plays, milliseconds: at the map, and for each letter of the text. */
const LOOK = 4000;
const LETTER = 45;
/** A finger that went so far across, and further than down, turned the page, CSS pixels. */
const SWIPE = 40;

export function story(map, { body, card, open, close }) {
  const { handle } = map;
  let steps = [];
  let index = -1;
  let timer = 0;

  const position = make('span', { class: 'position' });
  const title = make('h2', { class: 'title' });
  const text = make('p');
  const notes = footnotes(map);
  const range = make('input', { type: 'range', min: 1, step: 1, oninput: () => go(range.valueAsNumber - 1) });
  const dots = make('div', { class: 'dots' }, range);
  const button = (sign, act) => make('button', { part: 'button', onclick: act }, sign);
  const before = button('‹', () => go(index - 1));
  const next = button('›', () => go(index + 1));
  const play = button('▶', () => (timer ? stop() : begin()));
  body.append(position, title, text, notes.element, make('div', { class: 'steps' }, before, play, dots, next));

  /** Whether what comes next is to the right, 1, or to the left, −1. */
  const ahead = () => (card.matches(':dir(rtl)') ? -1 : 1);
  const tell = (at) => map.perform(handle.tell(steps[at].id, true));
  /** Goes to a step by hand: what played stops. */
  const go = (at) => {
    stop();
    if (steps[at]) tell(at);
  };
  const begin = () => {
    if (index + 1 >= steps.length) tell(0);
    wait();
    mark();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // The page may have taken the tool away.
      if (play.checkVisibility() && index + 1 < steps.length) {
        tell(index + 1);
        wait();
      } else stop();
    }, LOOK + LETTER * text.textContent.length);
  };
  const stop = () => {
    clearTimeout(timer);
    timer = 0;
    mark();
  };
  const mark = () => {
    play.textContent = timer ? '❚❚' : '▶';
    play.ariaLabel = play.title = map.text(timer ? 'story.pause' : 'story.play');
  };
  map.signal.addEventListener('abort', () => clearTimeout(timer));
  // Nobody reads in a window that is hidden.
  map.on(document, 'visibilitychange', stop);
  // Whoever takes the map in hand wants to look at something else.
  map.on(map.canvas, 'pointerdown', stop);

  map.on(card, 'keydown', (event) => {
    if (event.target === range || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = {
      ArrowRight: index + ahead(), ArrowLeft: index - ahead(), PageDown: index + 1, PageUp: index - 1, Home: 0, End: steps.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  });
  let from = null;
  map.on(card, 'pointerdown', (event) => {
    from = event.pointerType === 'mouse' || event.target === range ? null : [event.clientX, event.clientY];
  });
  map.on(card, 'pointerup', (event) => {
    if (!from) return;
    const [x, y] = [event.clientX - from[0], event.clientY - from[1]];
    from = null;
    if (Math.abs(x) < SWIPE || Math.abs(x) < 1.5 * Math.abs(y)) return;
    go(index - Math.sign(x) * ahead());
  });

  const show = () => {
    const all = map.ask(questions.STORY);
    steps = all.steps;
    index = steps.findIndex(({ id }) => id === all.step?.id);
    const count = steps.length;
    const now = `${index + 1} / ${count}`;
    range.max = count;
    range.value = index + 1;
    range.ariaLabel = map.text('story.step');
    range.ariaValueText = all.step ? `${now}: ${all.step.title}` : now;
    dots.style.setProperty('--gaps', Math.max(1, count - 1));
    dots.style.setProperty('--at', Math.max(0, index));
    position.textContent = now;
    title.textContent = all.step?.title ?? '';
    text.textContent = all.step?.text ?? '';
    notes.show(all.step?.sources ?? []);
    // One that were disabled would lose the focus.
    before.ariaDisabled = index <= 0;
    next.ariaDisabled = index + 1 >= count;
    before.ariaLabel = before.title = map.text('story.before');
    next.ariaLabel = next.title = map.text('story.next');
    mark();
    return all.step;
  };

  return {
    has: () => steps.length > 0,
    update(changes) {
      if (!(changes & (STEP_CHANGED | CHOICE_CHANGED | PANEL | WORDS))) return;
      const step = show();
      if (changes & STEP_CHANGED) {
        body.scrollTop = 0;
        // A step that the page or a link asked for opens the card.
        if (step) open();
        else close();
      }
    },
    show() {
      if (index < 0 && steps.length) tell(0);
    },
    shut() {
      stop();
      if (index >= 0) map.perform(handle.tell(undefined, true));
    },
  };
}
