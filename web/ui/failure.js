// Why there is no map, or not yet, below the element's own content, and a button that tries again.

import { make } from '../dom.js';

/** The files with the interface's words may be what is missing. */
const TRY_AGAIN = { en: 'Try again', ru: 'Повторить', zh: '重试' };
const LOADING = { en: 'Loading the map…', ru: 'Карта загружается…', zh: '地图加载中…' };
/** Milliseconds after which a reader may wonder. */
const PATIENCE = 1500;

export function failure(retry) {
  const reason = make('span');
  const button = make('button', { part: 'button', hidden: true, onclick: retry });
  // It is always there: what appears together with its words is not announced.
  const element = make('p', { class: 'reason', part: 'error', role: 'status' }, reason, button);
  const of = (words, lang) => words[lang.split('-')[0]] ?? words.en;
  const show = (words) => {
    reason.textContent = words;
    element.classList.toggle('told', !!words);
  };
  let timer = 0;
  return {
    element,
    /** Tells that the map is still on its way, if it takes long. */
    wait(lang) {
      clearTimeout(timer);
      timer = setTimeout(() => show(of(LOADING, lang)), PATIENCE);
    },
    /** Tells the reason, or that there is none; answers whether anything was told before. */
    tell(message, lang = 'en') {
      clearTimeout(timer);
      const told = !!reason.textContent;
      show(message);
      button.hidden = !message;
      button.textContent = message && of(TRY_AGAIN, lang);
      return told;
    },
  };
}
