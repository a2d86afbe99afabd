// Attributes of the element as properties.

/** Gives a prototype a property for each attribute, which says and sets what the attribute does. */
export function properties(prototype, attributes) {
  for (const name of attributes) {
    Object.defineProperty(prototype, name, {
      get() {
        return this.getAttribute(name);
      },
      set(value) {
        if (value === null || value === undefined) this.removeAttribute(name);
        else this.setAttribute(name, String(value));
      },
      enumerable: true,
      configurable: true,
    });
  }
}
