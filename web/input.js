// From DOM events to the engine's methods: viewport pixels become element pixels here and nowhere else.

import { make } from './dom.js';

/** CSS pixels that an arrow key moves the map, and with Shift. */
const KEY_PAN = 80;
const KEY_PAN_FINE = 16;
/** CSS pixels of a line and a page, for a wheel that does not count in pixels. */
const UNITS = [1, 40, 400];

/** Listens to the hands on a map. */
export function listen(map) {
  const { canvas, element, handle } = map;
  const on = (type, act, options = { passive: true }) => map.on(canvas, type, act, options);
  const perform = (changes) => map.perform(changes);

  const place = (event) => {
    const shown = canvas.getBoundingClientRect();
    // A page may scale the element by a transform: its rectangle is then not of its own size.
    const scale = (own, seen) => (seen > 0 ? own / seen : 1);
    return [
      (event.clientX - shown.left) * scale(canvas.clientWidth, shown.width),
      (event.clientY - shown.top) * scale(canvas.clientHeight, shown.height),
    ];
  };

  // The corner where a box began, while one is drawn.
  let corner = null;
  // What pressed last: a double tap of a finger is a gesture, and to some browsers a double click, too.
  let pressed;
  const band = make('div', { class: 'band', hidden: true });
  element.append(band);

  on('pointerdown', (event) => {
    if (event.button !== 0) return;
    pressed = event.pointerType;
    try {
      // The pointer is ours until it is up, wherever it goes; fails only for one that is gone already.
      canvas.setPointerCapture(event.pointerId);
    } catch {}
    if (event.shiftKey && event.pointerType === 'mouse' && handle.takesWheel(true)) {
      corner = place(event);
      return;
    }
    perform(handle.pointerDown(event.pointerId, event.pointerType === 'touch', ...place(event), event.timeStamp));
  });
  on('pointermove', (event) => {
    const [x, y] = (map.pointer = place(event));
    if (corner) {
      const [fromX, fromY] = corner;
      band.style.cssText = `left:${Math.min(x, fromX)}px;top:${Math.min(y, fromY)}px;width:${Math.abs(x - fromX)}px;height:${Math.abs(y - fromY)}px`;
      band.hidden = false;
      return;
    }
    perform(handle.pointerMoved(event.pointerId, x, y, event.timeStamp));
  });
  /** A pointer is the map's no more. It comes once or twice: a pointer that could not be captured is not lost. */
  const leave = (event) => {
    corner = null;
    band.hidden = true;
    perform(handle.pointerCancelled(event.pointerId));
  };
  on('pointerup', (event) => {
    if (corner) perform(handle.zoomBox(...corner, ...place(event)));
    else perform(handle.pointerUp(event.pointerId, ...place(event), event.timeStamp));
  });
  on('pointercancel', (event) => {
    leave(event);
    // The browser scrolls the page with this finger.
    if (event.pointerType === 'touch' && handle.isCooperative()) map.hint('gesture.touch');
  });
  // Also alone, where another element takes the pointer.
  on('lostpointercapture', leave);
  on('pointerleave', () => perform(handle.pointerLeft()));
  on('dblclick', (event) => pressed !== 'touch' && handle.takesWheel(true) && perform(handle.zoomBy(event.shiftKey ? -1 : 1, ...place(event))));
  on('wheel', (event) => {
    if (!handle.takesWheel(event.ctrlKey || event.metaKey)) {
      if (handle.isCooperative()) map.hint('gesture.wheel');
      return;
    }
    event.preventDefault();
    // A pinch on a touchpad comes as a wheel with Ctrl and small steps.
    const pinch = event.ctrlKey && Math.abs(event.deltaY) < 20 ? 5 : 1;
    const delta = event.deltaY * UNITS[event.deltaMode] * pinch;
    perform(handle.wheel(...place(event), Math.max(-300, Math.min(300, delta))));
  }, { passive: false });
  on('touchmove', (event) => {
    // Two fingers are the map's, and one after a double tap; all else is for the stylesheet's touch-action to say.
    if (handle.takesFingers()) event.preventDefault();
  }, { passive: false });
  on('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? KEY_PAN_FINE : KEY_PAN;
    const acts = {
      ArrowLeft: () => handle.panBy(step, 0),
      ArrowRight: () => handle.panBy(-step, 0),
      ArrowUp: () => handle.panBy(0, step),
      ArrowDown: () => handle.panBy(0, -step),
      '+': () => handle.zoomBy(1, NaN, NaN),
      '-': () => handle.zoomBy(-1, NaN, NaN),
      Home: () => handle.home(),
    };
    const act = acts[{ '=': '+', _: '-' }[event.key] ?? event.key];
    if (!act) return;
    event.preventDefault();
    perform(act());
  }, { passive: false });
  map.on(element, 'keydown', (event) => {
    // A dialog closes by itself.
    if (event.key !== 'Escape' || event.target.closest('dialog')) return;
    if (corner) {
      corner = null;
      band.hidden = true;
    } else map.escape();
  });
}
