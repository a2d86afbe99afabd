// The language that a map speaks where its attribute does not say.

/** The language of the nearest element that has one, through shadow roots, else the browser's. */
export function nearestLang(element) {
  for (let node = element; node; node = node.parentNode ?? node.host) {
    const lang = node.getAttribute?.('lang');
    try {
      if (lang) return Intl.getCanonicalLocales(lang)[0];
    } catch {
      // No language; one further out may be.
    }
  }
  return navigator.language || 'en';
}
