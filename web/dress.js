// The element's stylesheet.

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
