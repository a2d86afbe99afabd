// What the element looks like from outside: its stylesheet, and whether the map or its own content is shown.

import style from './style.js';

/** One stylesheet for all maps of a document. */
const sheets = new WeakMap();

/** Gives a shadow root the stylesheet of its document. */
export function dress(root) {
  const { ownerDocument } = root;
  const { defaultView } = ownerDocument;
  let sheet = sheets.get(ownerDocument);
  try {
    if (!sheet && defaultView) {
      // The stylesheet has to be of the window whose document takes it.
      sheet = new defaultView.CSSStyleSheet();
      sheet.replaceSync(style);
      sheets.set(ownerDocument, sheet);
    }
    if (sheet) root.adoptedStyleSheets = [sheet];
  } catch {
    // An old browser: the element says so when it begins.
  }
}

/** Shows the map in place of the element's own content, or that again. */
export function show(root, internals, ready) {
  root.querySelector('slot').hidden = ready;
  try {
    internals.states[ready ? 'add' : 'delete']('ready');
  } catch {
    // A browser that knows no state of this name; only stylesheets of the page would ask for it.
  }
}
