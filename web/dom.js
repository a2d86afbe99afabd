// Building elements: names, attributes, text. There is no way here to make markup from a string.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * A new HTML element. An attribute that is `null` or `false` is left out, `true` has no value, and a function listens:
 * `onclick` to `click`. Children are nodes and texts; empty ones are left out.
 */
export function make(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** A button that closes something, with its words as they are now. */
export function closer(map, onclick) {
  const title = map.text('panel.close');
  return make('button', { class: 'close', part: 'button', 'aria-label': title, title, onclick }, '×');
}

/** A new SVG element. */
export function draw(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    // The listener lives and dies with the element, which nothing else holds.
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if ((value ?? false) !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child || child === 0));
  return element;
}
