// What happens on one map happens on the other.
const maps = [...document.querySelectorAll('.pair central-asia-map')];
await Promise.all(maps.map((map) => map.ready));

// The map that follows reports its view as well; that report must not lead the first one.
let leader = null;

for (const map of maps) {
  const other = maps.find((candidate) => candidate !== map);
  const lead = () => {
    leader = map;
  };
  for (const type of ['pointerdown', 'wheel', 'keydown', 'focusin']) map.addEventListener(type, lead, { passive: true });
  map.addEventListener('map-view', ({ detail: { center, zoom } }) => {
    if (leader === map) other.setView({ center, zoom });
  });
  map.addEventListener('map-select', ({ detail: { id } }) => {
    if (leader === map && (id ?? null) !== other.selected) other.select(id);
  });
}
