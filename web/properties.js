// Attributes of the element as properties.

/** Gives a prototype a property for each attribute, which says and sets what the attribute does. */
export function properties(prototype, attributes) {
  for (const name of attributes) {
    Object.defineProperty(prototype, name, {
      get() {
        return this.getAttribute(name);
      },
      set(value) {
        reflect(this, name, value);
      },
      enumerable: true,
      configurable: true,
    });
  }
}

/** Writes what a property is set to as the attribute. */
export function reflect(element, name, value) {
  if (value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, String(value));
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
