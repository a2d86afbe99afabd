// Why there is no map, below the element's own content, and a button that tries again.

import { make } from '../dom.js';

/** The files with the interface's words may be what is missing. */
const TRY_AGAIN = { en: 'Try again', ru: 'Повторить', zh: '重试' };

export function failure(retry) {
  const reason = make('span');
  const button = make('button', { type: 'button', part: 'button', onclick: retry });
  const element = make('p', { class: 'reason', part: 'error', role: 'status', hidden: true }, reason, ' ', button);
  return {
    element,
    /** Tells the reason, or that there is none. */
    tell(message, lang = 'en') {
      element.hidden = !message;
      reason.textContent = message;
      button.textContent = TRY_AGAIN[lang.split('-')[0]] ?? TRY_AGAIN.en;
    },
  };
}
