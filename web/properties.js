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

/** What a page set on an element before it had these properties goes through them. */
export function upgrade(element, attributes) {
  for (const name of attributes) {
    if (!Object.hasOwn(element, name)) continue;
    const value = element[name];
    delete element[name];
    element[name] = value;
  }
}
