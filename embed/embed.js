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
  // What was said to frames that have not spoken: their pages may not listen yet.
  const early = new Map();
  const spoken = new WeakSet();
  const all = () => [...document.querySelectorAll('iframe[data-central-asia-map]')];
  /** None for an address that is no URL. */
  const originOf = (frame) => (URL.canParse(frame.src, document.baseURI) ? new URL(frame.src, document.baseURI).origin : null);
  const tell = (frame, message) => {
    const origin = originOf(frame);
    // A frame whose page has not come is still of this origin.
    if (!origin || (frame.contentDocument && origin !== location.origin)) return;
    frame.contentWindow?.postMessage({ centralAsiaMap: true, ...message }, origin);
  };
  const say = (frame, message) => {
    if (!spoken.has(frame)) early.set(frame, [...early.get(frame) ?? [], message]);
    tell(frame, message);
  };
  // A frame that keeps a height of its own by `data-fixed` is left as it is.
  const greet = (frame) => tell(frame, { resize: !('fixed' in frame.dataset) });

  addEventListener('message', ({ source, origin, data }) => {
    if (!data?.centralAsiaMap) return;
    // The window tells which frame it is, the origin that nobody has navigated it elsewhere.
    const frame = all().find((frame) => frame.contentWindow === source && originOf(frame) === origin);
    if (!frame) return;
    const missed = early.get(frame) ?? [];
    early.delete(frame);
    spoken.add(frame);
    if (data.type === 'hello') {
      greet(frame);
      for (const message of missed) tell(frame, message);
    } else if (data.height > 0) frame.style.height = `${data.height}px`;
    else if (asked.has(data.id)) {
      const { resolve, reject } = asked.get(data.id);
      asked.delete(data.id);
      if (data.state) resolve(data.state);
      else reject(Object.assign(new Error(data.error?.message), { detail: data.error }));
    } else if (/^map-[a-z]+$/.test(data.type)) {
      frame.dispatchEvent(new CustomEvent(data.type, { bubbles: true, detail: data.detail }));
    }
  });

  window.centralAsiaMap = {
    set: (frame, state) => say(frame, { state }),
    get: (frame) => new Promise((resolve, reject) => {
      asked.set(++count, { resolve, reject });
      say(frame, { ask: 'state', id: count });
    }),
  };
  // Frames that were there before this script have said hello to nobody.
  all().forEach(greet);
})();
