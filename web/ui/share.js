// What can be taken away: a link to what is seen, code to embed it, the picture as a file.

import { WORDS } from '../changes.js';
import { query } from '../address.js';
import { closer, make } from '../dom.js';
import { here } from '../fetching.js';
import * as questions from '../questions.js';
import { LANGUAGES } from './language.js';

/** Sizes that the builder offers, as they stand in a stylesheet. */
const SIZES = ['100% × 480px', '100% × 640px', '640px × 480px', '360px × 640px'];

export function share(map) {
  const dialog = make('dialog', { class: 'share', part: 'share', 'aria-labelledby': 'share-title' });
  const button = make('button', { part: 'button', 'aria-haspopup': 'dialog', onclick: open }, '⇪');

  function open() {
    const text = (name) => map.text(`share.${name}`);
    const action = (name, act) => make('button', { part: 'button', onclick: act }, text(name));
    const link = address(map);
    const field = (value) => make('input', { readonly: true, value, 'aria-label': text('link'), dir: 'ltr' });
    dialog.replaceChildren(
      closer(map, () => dialog.close()),
      make('h2', { id: 'share-title' }, map.text('share')),
      make('h3', {}, text('link')),
      make('p', { class: 'row' }, field(link), copier(map, () => link, 'share.copy', text('link'))),
      make('h3', {}, text('embed')),
      ...builder(map, text),
      make('h3', {}, text('picture')),
      make('p', { class: 'row' }, action('svg', () => download(new Blob([map.host.toSVG()], { type: 'image/svg+xml' }), 'map.svg')), action('png', async () => download(await map.host.toPNG(), 'map.png'))),
    );
    // A map that was moved within the page leaves it open, but no longer modal.
    dialog.close();
    dialog.showModal();
  }

  return {
    element: make('div', { class: 'sharing' }, button, dialog),
    place: 'end',
    update(changes) {
      if (changes & WORDS) button.ariaLabel = button.title = map.text('share');
    },
  };
}

/** Where the whole map is on a page of its own, in the state that it is in here. */
export function address(map) {
  // A file that was saved is that page itself.
  const page = location.protocol === 'file:' ? location.href.split('#')[0] : new URL('index.html', here);
  return `${page}#${query(map.host.save(), map.laid)}`;
}

/** The embed code, and what can be chosen for it. */
function builder(map, text) {
  const state = map.host.save();
  const story = map.ask(questions.STORY)?.steps ?? [];
  const choice = (name, options, value) => {
    const select = make('select', { onchange: show }, options.map(([id, title]) => make('option', { value: id, selected: id === value, lang: map.tongue(title) }, title)));
    return { select, label: make('label', {}, make('span', {}, text(name)), select) };
  };
  const step = choice('step', [['', text('view')], ...story.map(({ id, title }) => [id, title])], state.step ?? '');
  const lang = choice('lang', [['', text('page-lang')], ...Object.entries(LANGUAGES)], '');
  const controls = choice('controls', [['all', text('all')], ['zoom', map.text('zoom')], ['none', text('none')]], 'all');
  const size = choice('size', SIZES.map((size) => [size, size]), SIZES[0]);
  const layers = map.ask(questions.LEGEND).filter(({ id }) => !map.laid.has(id)).map(({ id, title, on }) => {
    const input = make('input', { type: 'checkbox', value: id, checked: on, onchange: show });
    return { input, label: make('label', { class: 'check' }, input, title) };
  });
  const code = make('textarea', { readonly: true, rows: 4, 'aria-label': text('code'), dir: 'ltr', spellcheck: 'false' });

  function show() {
    const chosen = layers.filter(({ input }) => input.checked).map(({ input }) => input.value);
    const attributes = {
      ...(step.select.value ? { step: step.select.value } : { ...state, step: null }),
      layers: chosen.length ? chosen.join(' ') : 'none',
      lang: lang.select.value || null,
      controls: controls.select.value === 'all' ? null : controls.select.value,
    };
    const [width, height] = size.select.value.split(' × ');
    // The frame's page takes the attributes from its address. The text is shown, not run; its values are encoded by `query`.
    code.value = `<iframe src="${new URL('embed.html', here)}?${query(attributes).replaceAll('&', '&amp;')}" width="${width.replace('px', '')}" height="${height.replace('px', '')}" loading="lazy" title="${escaped(map.answer(questions.TITLE))}"></iframe>`;
  }

  show();
  return [
    make('div', { class: 'choices' }, [step, lang, controls, size].map(({ label }) => label)),
    make('fieldset', {}, make('legend', {}, map.text('legend')), layers.map(({ label }) => label)),
    code,
    make('p', { class: 'row' }, copier(map, () => code.value, 'share.copy', text('code'))),
  ];
}

/** A button that copies, and says that it has. */
export function copier(map, text, key = 'share.copy', what = null) {
  const button = make('button', {
    part: 'button',
    async onclick() {
      const field = button.parentNode.querySelector('input') ?? button.parentNode.previousElementSibling;
      try {
        await navigator.clipboard.writeText(text());
      } catch {
        // Without leave, what is marked can be copied by hand.
        field?.select?.();
        return;
      }
      button.textContent = map.text('share.copied');
      map.say(button.textContent);
    },
    // Two of one name would not be told apart.
    'aria-description': what,
  }, map.text(key));
  return button;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

/** Hands a file to the reader; a `data:` address, since policies forbid `blob:`. */
function download(blob, name) {
  const reader = new FileReader();
  reader.onload = () => make('a', { href: reader.result, download: name }).click();
  reader.readAsDataURL(blob);
}
