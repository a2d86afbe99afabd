// The page around the frame sets the map's state and hears its events.
const frame = document.querySelector('iframe');
const said = document.querySelector('#said');

document.querySelector('#caspian').addEventListener('click', () => {
  window.centralAsiaMap.set(frame, { selected: 'trans-caspian' });
});
frame.addEventListener('map-select', ({ detail: { name } }) => {
  said.textContent = name ? `${name} is selected.` : 'Nothing is selected.';
});
