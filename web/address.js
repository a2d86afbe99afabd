// A state as the part of an address that reopens it: the same keys as the attributes.

/** What a step sets, and the reader may have taken away again. */
const OF_STEPS = ['shade', 'closed', 'selected'];

/**
 * What `save()` gave as `center=75,42&zoom=4&…`; nothing is there for what is not set. No address brings overlays: the layers whose
 * ids are in the set `overlays` are left out.
 */
export function query(state, overlays = new Set()) {
  const entries = Object.entries(state).filter(([name, value]) => (value ?? null) !== null || (state.step && OF_STEPS.includes(name)));
  const short = (value) => (typeof value === 'number' ? Number(value.toFixed(5)) : value);
  const text = (value) => [value ?? ''].flat().map(short).join();
  const others = (layers) => layers.split(' ').filter((id) => !overlays.has(id)).join(' ') || 'none';
  const words = entries.map(([name, value]) => [name, name === 'layers' && overlays.size ? others(value) : text(value)]);
  // Commas may stand in a query as they are, and people read addresses.
  return String(new URLSearchParams(words)).replaceAll('%2C', ',');
}
