// A state as the part of an address that reopens it: the same keys as the attributes.

/** What `save()` gave as `center=75,42&zoom=4&…`; nothing is there for what is not set. */
export function query(state) {
  const entries = Object.entries(state).filter(([, value]) => value !== null && value !== undefined);
  const short = (value) => (typeof value === 'number' ? Number(value.toFixed(5)) : value);
  const words = entries.map(([name, value]) => [name, [value].flat().map(short).join()]);
  // Commas may stand in a query as they are, and people read addresses.
  return String(new URLSearchParams(words)).replaceAll('%2C', ',');
}
