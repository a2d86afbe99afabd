// For pages that frame embed.html: sizes the frames, passes states in and events out.
//
//   <iframe data-central-asia-map src="https://…/embed.html?lang=en" title="…"></iframe>
//   <script async src="https://…/embed.js"></script>
//
// Events of the map are dispatched on the frame: `frame.addEventListener('map-select', …)`.
// `centralAsiaMap.set(frame, {selected: 'KAZ'})` changes the map, `await centralAsiaMap.get(frame)` gives its state.

(() => {
  const asked = new Map();
  let count = 0;
  const all = () => [...document.querySelectorAll('iframe[data-central-asia-map]')];
  const originOf = (frame) => new URL(frame.src, document.baseURI).origin;
  const tell = (frame, message) => {
    frame.contentWindow?.postMessage({ centralAsiaMap: true, ...message }, originOf(frame));
  };
  // A frame that has a height of its own in its attributes or keeps one by `data-fixed` is left as it is.
  const greet = (frame) => tell(frame, { resize: !('fixed' in frame.dataset) });

  addEventListener('message', ({ source, origin, data }) => {
    if (!data?.centralAsiaMap) return;
    // The window tells which frame it is, the origin that nobody has navigated it elsewhere.
    const frame = all().find((frame) => frame.contentWindow === source && originOf(frame) === origin);
    if (!frame) return;
    if (data.type === 'hello') greet(frame);
    else if (data.height > 0) frame.style.height = `${data.height}px`;
    else if (data.state) {
      asked.get(data.id)?.(data.state);
      asked.delete(data.id);
    } else if (/^map-[a-z]+$/.test(data.type)) {
      frame.dispatchEvent(new CustomEvent(data.type, { bubbles: true, detail: data.detail }));
    }
  });

  window.centralAsiaMap = {
    set: (frame, state) => tell(frame, { state }),
    get: (frame) => new Promise((resolve) => {
      asked.set(++count, resolve);
      tell(frame, { ask: 'state', id: count });
    }),
  };
  // Frames that were there before this script have said hello to nobody. One whose page has not come yet is still of this origin,
  // and will say it.
  all().filter((frame) => !frame.contentDocument || originOf(frame) === location.origin).forEach(greet);
})();
