// The one place for what is read at length: facts, and the comparison of ways. A sheet at the side; on a phone it rises
// from the bottom and stops at three heights, by dragging its grip, by pressing it, and by arrow keys.

import { CONTROLS, WORDS } from '../changes.js';
import { make } from '../dom.js';

const STOPS = ['peek', 'half', 'full'];

/** Movement of the grip that is still a press, CSS pixels. */
const SLOP = 6;

export function sheet(map) {
  // What is open, the last on top; what was below comes back when that is closed.
  const open = [];
  let stop = 'half';
  let from = null;
  let dragged = false;
  const grip = make('button', {
    class: 'grip', part: 'grip',
    onkeydown(event) {
      const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      go(STOPS[STOPS.indexOf(stop) + step] ?? stop);
    },
    onpointerdown(event) {
      grip.setPointerCapture(event.pointerId);
      dragged = false;
      from = { y: event.clientY, height: element.offsetHeight, moved: false };
    },
    onpointermove(event) {
      if (!from || (!from.moved && Math.abs(event.clientY - from.y) < SLOP)) return;
      from.moved = true;
      const height = Math.max(56, from.height + from.y - event.clientY);
      element.style.blockSize = element.style.maxBlockSize = `${height}px`;
    },
    onpointerup(event) {
      // A mouse clicks at the end of a drag, too.
      dragged = from?.moved;
      if (dragged) settle(event.clientY - from.y);
      from = null;
    },
    onpointercancel() {
      from = null;
      go(stop);
    },
    onclick({ detail }) {
      // Keys click without a count.
      if (!dragged || !detail) go({ peek: 'half', half: 'full', full: 'peek' }[stop]);
      dragged = false;
    },
  });
  const element = make('div', { class: 'sheet half', part: 'sheet', hidden: true }, grip);

  function go(next) {
    stop = next;
    element.style.blockSize = element.style.maxBlockSize = '';
    for (const name of STOPS) element.classList.toggle(name, name === stop);
    map.measure();
  }

  /** After a drag the sheet stops at the next height in that direction, or the nearest. */
  function settle(moved) {
    const share = element.offsetHeight / map.element.clientHeight;
    if (share < 0.1 && moved > 0) return go('peek');
    go(share > 0.72 ? 'full' : share > 0.32 ? 'half' : 'peek');
  }

  function show() {
    const shown = open.filter((content) => !content.classList.contains('off')).at(-1);
    for (const content of element.children) {
      if (content !== grip) content.hidden = content !== shown;
    }
    element.hidden = !shown;
    map.measure();
  }

  map.sheet = {
    /** Puts `content` on top; the first time it becomes part of the sheet. */
    open(content) {
      if (content.parentNode !== element) element.append(content);
      map.sheet.close(content, true);
      open.push(content);
      if (stop === 'peek') go('half');
      show();
    },
    /** Takes `content` away; what was open before is seen again. */
    close(content, moves) {
      const at = open.indexOf(content);
      if (at >= 0) open.splice(at, 1);
      if (!moves) show();
    },
  };

  return {
    element,
    update(changes) {
      if (changes & WORDS) grip.ariaLabel = grip.title = map.text('sheet.grip');
      if (changes & CONTROLS) show();
    },
    covers(insets, own, whole) {
      if (!own.width) return;
      insets.covering.push(element);
      if (own.width > whole.width * 0.9) insets.bottom = Math.max(insets.bottom, Math.min(own.height, whole.height * 0.6));
      else if (map.element.matches(':dir(rtl)')) insets.left = own.right - whole.left;
      else insets.right = whole.right - own.left;
    },
  };
}
