// A monkey at a map: inputs without a pattern, the same for the same seed. Runs in the page.

/** Defines `window.monkey`, with `act(count)`, which does so many things to the first map of the page; `random` gives numbers from 0 to 1. */
export function monkey(random) {
  const between = (min, max) => min + (max - min) * random();
  const one = (list) => list[Math.floor(random() * list.length)];
  const map = () => document.querySelector('central-asia-map');
  const root = () => map().shadowRoot;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const canvas = () => root().querySelector('canvas');
  const place = () => {
    const { left, top, width, height } = map().getBoundingClientRect();
    return { clientX: left + between(-20, width + 20), clientY: top + between(-20, height + 20) };
  };
  let fingers = [];

  const fire = (Kind, type, more, target = canvas()) => target?.dispatchEvent(new Kind(type, { bubbles: true, cancelable: true, composed: true, ...more }));
  const pointer = (type, more) => fire(PointerEvent, `pointer${type}`, { pointerId: 1, pointerType: 'mouse', button: 0, buttons: 1, isPrimary: true, ...more });
  const finger = (id) => ({ pointerId: id, pointerType: 'touch', isPrimary: id === 2 });
  const features = () => map().features().map(({ id }) => id);
  const KEYS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', '+', '-', '=', '_', 'Home', 'Escape', '?', 'Enter', ' ', 'Tab', 'r', 'End', 'F6', 'a'];
  const VALUES = {
    layers: ['base', 'base corridors pipelines', 'none', 'base borders security', 'corridors hubs', 'base  nothing', ''],
    selected: ['KAZ', 'UZB', 'gas-line-a', 'trans-caspian', 'nobody', ''],
    center: ['75,42', '50,40', '110,30', '-200,90', 'x', '69.3,41.3'],
    zoom: ['2', '3.5', '5', '7.2', '9', '-4', '99', 'none'],
    bounds: ['60,35,80,50', '44,29,112,56', '80,50,60,35', ''],
    year: ['1990', '2009', '2020', '2023', '2030', 'soon'],
    lang: ['en', 'ru', 'zh', 'de', 'zh-Hans', '<x>'],
    theme: ['light', 'dark', 'print', 'contrast', 'auto', 'pink'],
    projection: ['conic', 'mercator', 'equirectangular', 'flat'],
    gestures: ['free', 'cooperative', 'none'],
    controls: ['all', 'none', 'zoom', 'legend zoom search', 'time story'],
    boundaries: ['default', 'in', 'cn', 'xx'],
    step: ['caspian', 'overview', 'nowhere', ''],
    shade: ['trade', 'debt', ''],
    closed: ['', 'russia', 'russia iran', 'nothing'],
    route: ['', 'khorgos-gateway aktau-port', 'x y'],
  };
  const GEOJSON = () => ({
    type: 'FeatureCollection',
    features: Array.from({ length: 1 + Math.floor(random() * 20) }, (_, index) => ({
      type: 'Feature', id: `own-${index}`, properties: { name: `Own ${index}`, n: between(0, 10) },
      geometry: random() < 0.5
        ? { type: 'Point', coordinates: [between(50, 100), between(30, 55)] }
        : { type: 'LineString', coordinates: [[between(50, 100), between(30, 55)], [between(50, 100), between(30, 55)], [between(50, 100), between(30, 55)]] },
    })),
  });
  const refused = (call) => {
    try {
      call();
    } catch {
      // What is no good is refused with a reason.
    }
  };

  /** What can happen, each with how often. */
  const ACTS = {
    drag: [12, () => {
      pointer('down', place());
      for (let moves = 1 + random() * 4; moves > 0; moves--) pointer('move', place());
      if (random() < 0.9) pointer('up', place());
    }],
    move: [10, () => pointer('move', { ...place(), buttons: 0 })],
    tap: [8, () => {
      const at = place();
      pointer('down', at);
      pointer('up', at);
      if (random() < 0.3) fire(MouseEvent, 'dblclick', { ...at, shiftKey: random() < 0.3 });
    }],
    box: [2, () => {
      pointer('down', { ...place(), shiftKey: true });
      pointer('move', place());
      if (random() < 0.5) fire(KeyboardEvent, 'keydown', { key: 'Escape' });
      pointer('up', place());
    }],
    leave: [2, () => pointer(one(['leave', 'cancel', 'up']), place())],
    touch: [10, () => {
      const id = 2 + Math.floor(random() * 3);
      if (fingers.includes(id)) {
        fingers = fingers.filter((known) => known !== id);
        pointer(one(['up', 'up', 'cancel']), { ...place(), ...finger(id) });
      } else {
        fingers.push(id);
        pointer('down', { ...place(), ...finger(id) });
      }
      for (const known of fingers) pointer('move', { ...place(), ...finger(known) });
      fire(Event, 'touchmove', {});
    }],
    wheel: [10, () => fire(WheelEvent, 'wheel', { ...place(), deltaY: between(-400, 400), deltaMode: one([0, 0, 0, 1, 2]), ctrlKey: random() < 0.5 })],
    key: [10, () => fire(KeyboardEvent, 'keydown', { key: one(KEYS), shiftKey: random() < 0.2, ctrlKey: random() < 0.1 }, random() < 0.6 ? canvas() : (root().activeElement ?? map()))],
    button: [8, () => {
      const buttons = [...root().querySelectorAll('button')].filter((button) => button.checkVisibility?.() !== false && !button.closest('dialog'));
      const button = one(buttons);
      button?.focus();
      button?.click();
      root().querySelectorAll('dialog[open]').forEach((dialog) => random() < 0.7 && dialog.close());
    }],
    field: [6, () => {
      const field = one([...root().querySelectorAll('input, select')]);
      if (!field || field.readOnly) return;
      if (field.type === 'checkbox') field.checked = random() < 0.6;
      else if (field.type === 'range') field.value = between(+field.min, +field.max);
      else if (field.options) field.selectedIndex = Math.floor(random() * field.options.length);
      else field.value = one(['', 'al', 'Хоргос', '阿拉木图', 'zzz', 'a'.repeat(300)]);
      for (const type of ['input', 'change']) fire(Event, type, {}, field);
    }],
    attribute: [10, () => {
      const name = one(Object.keys(VALUES));
      if (random() < 0.2) map().removeAttribute(name);
      else map().setAttribute(name, one(VALUES[name]));
    }],
    method: [6, () => void one([
      () => refused(() => map().select(one([...features(), 'nobody', null]))),
      () => refused(() => map().fit(one([...features(), '60,35,80,50']))),
      () => map().goTo(one(['caspian', undefined, 'nowhere'])).catch(() => {}),
      () => map().setView({ center: [between(40, 115), between(25, 58)], zoom: between(1, 11) }),
      () => map().flyTo({ center: [between(40, 115), between(25, 58)], zoom: between(1, 11) }),
      () => map().restore(map().save()),
      () => map().describe(),
      () => map().featureAt(between(0, 900), between(0, 700)),
      () => map().toSVG({ relief: false }).length,
      () => map().retry(),
    ])()],
    size: [3, () => {
      map().style.width = `${Math.round(between(1, 1100))}px`;
      map().style.height = `${Math.round(between(1, 700))}px`;
      map().style.display = random() < 0.15 ? 'none' : '';
    }],
    home: [1, () => document.querySelector(one(['main', 'aside'])).append(map())],
    direction: [1, () => { document.documentElement.dir = one(['ltr', 'rtl']); }],
    overlay: [2, () => void map().addOverlay(one(['one', 'two', 'three words']), GEOJSON(), { style: one([undefined, { stroke: '#aa0000' }, { stroke: 7 }]) }).catch(() => {})],
    lessOverlay: [2, () => map().removeOverlay(one(['one', 'two', 'three words']))],
    paper: [0.3, () => {
      dispatchEvent(new Event('beforeprint'));
      dispatchEvent(new Event('afterprint'));
    }],
    canvas: [0.3, () => void fire(Event, 'contextrestored', {})],
    // A hand or a flight moves the map for some frames, and in the midst of it something else happens.
    motion: [3, async () => {
      const { clientX, clientY } = place();
      const way = one(['drag', 'drag', 'pinch', 'wheel', 'flight']);
      const hands = { drag: [1], pinch: [2, 3] }[way] ?? [];
      const more = (id) => (id === 1 ? {} : finger(id));
      const at = (id, turn) => ({ clientX: clientX + 30 * (id - 2) * (5 + turn), clientY: clientY + 9 * turn, ...more(id), pointerId: id });
      for (const id of hands) pointer('down', at(id, 0));
      if (way === 'flight') map().flyTo({ center: [between(40, 115), between(25, 58)], zoom: between(2, 8) });
      const end = 3 + Math.floor(random() * 8);
      const middle = Math.floor(random() * end);
      for (let turn = 1; turn <= end; turn++) {
        for (const id of hands) pointer('move', at(id, turn));
        if (way === 'wheel') fire(WheelEvent, 'wheel', { clientX, clientY, deltaY: between(-90, 60), ctrlKey: true });
        if (random() < 0.8) await frame();
        if (turn === middle) await one(Object.values(CHANGES))();
      }
      for (const id of hands) pointer(one(['up', 'up', 'up', 'cancel']), at(id, end));
    }],
  };
  /** What can happen to a map while it moves. */
  const CHANGES = {
    language: () => map().setAttribute('lang', one(['en', 'ru', 'zh'])),
    colours: () => map().setAttribute('theme', one(['light', 'dark', 'auto'])),
    plane: () => map().setAttribute('projection', one(VALUES.projection)),
    what: () => map().setAttribute(...one([['layers', 'base'], ['layers', 'base corridors'], ['year', '2009'], ['boundaries', 'cn'], ['step', 'caspian'], ['closed', 'russia']])),
    size: ACTS.size[1],
    jump: () => map().setView({ center: [between(40, 115), between(25, 58)], zoom: between(1, 11) }),
    home: ACTS.home[1],
    canvas: ACTS.canvas[1],
    overlay: ACTS.overlay[1],
    paper: ACTS.paper[1],
    // Far out of sight it holds no picture.
    away: async () => {
      map().style.marginTop = '4000px';
      for (let frames = 0; frames < 3; frames++) await frame();
      map().style.marginTop = '';
    },
    none: () => {},
  };
  const sum = Object.values(ACTS).reduce((sum, [often]) => sum + often, 0);

  const step = () => {
    let at = random() * sum;
    for (const [, [often, act]] of Object.entries(ACTS)) {
      at -= often;
      if (at < 0) return act();
    }
    return null;
  };

  window.monkey = {
    async act(count) {
      for (let done = 0; done < count; done++) {
        await step();
        // Between two frames there are a few of them, as from quick hands.
        if (random() < 0.12) await frame();
      }
      await frame();
    },
    /** Takes the hands off, and waits until nothing moves. */
    async rest() {
      for (const id of [1, 2, 3, 4]) pointer('cancel', { pointerId: id });
      fingers = [];
      pointer('leave', {});
      root().querySelectorAll('dialog[open]').forEach((dialog) => dialog.close());
      document.documentElement.dir = 'ltr';
      Object.assign(map().style, { width: '800px', height: '500px', display: '', marginTop: '' });
      for (const id of ['one', 'two', 'three words']) map().removeOverlay(id);
      for (let still = 0, last = ''; still < 12; still = last === (last = JSON.stringify(map().save())) ? still + 1 : 0) await frame();
    },
  };
}
