// Fetches files, and says in words for the embedder what went wrong.

// Not as `new URL('…', import.meta.url)`: bundlers would take that for a file.
export const here = new URL(import.meta.url.replace(/[^/]*$/, ''));

/** Where files of ours are that a bundler has moved: addresses by the path that they had beside this module. */
export const places = {};

/** What went wrong, as the `map-error` event tells it. */
export class MapError extends Error {
  /** @param {{code: string, message: string, url?: string, feature?: string, path?: string}} detail */
  constructor(detail) {
    super(detail.message);
    this.name = 'MapError';
    this.detail = detail;
  }

  /** Any thrown thing as a MapError: the engine throws sentences, and problems as JSON. */
  static from(thrown, url) {
    if (thrown instanceof MapError) return thrown;
    if (typeof thrown === 'string') {
      try {
        return new MapError(JSON.parse(thrown));
      } catch {
        return new MapError({ code: 'engine', message: thrown });
      }
    }
    // The one error that an engine out of memory and a browser out of memory have in common.
    const code = thrown instanceof RangeError ? 'out-of-memory' : 'engine';
    return new MapError({ code, message: String(thrown?.message ?? thrown), url });
  }
}

/** The address that a page means by a word. */
export function locate(word) {
  try {
    return new URL(word, document.baseURI);
  } catch {
    throw new MapError({ code: 'data-address', message: `${word} is no address`, url: String(word) });
  }
}

/** Lets the browser do something else, so that no task is long. A timer would wait for longer the more often it is asked. */
export const pause = () => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resolve();
  };
  port2.postMessage(0);
});

/**
 * Fetches a file; gives the response, or its body where `body` names the method that reads it, or is a function that does.
 * `kind` begins the code of an error; `signal` ends it.
 */
export async function get(address, kind, body, signal) {
  // The package's own entry tells the places after this module has run, in the same task.
  await null;
  const moved = address.href.startsWith(here) && places[address.href.slice(here.href.length)];
  const url = new URL(moved || address);
  const fail = (what, message) => new MapError({ code: `${kind}-${what}`, message: `${url} ${message}`, url: url.href });
  const watch = new AbortController();
  let blocked = false;
  document.addEventListener('securitypolicyviolation', ({ blockedURI }) => {
    blocked ||= url.href.startsWith(blockedURI);
  }, { signal: watch.signal });
  let response;
  try {
    response = await fetch(url, { signal });
    if (!response.ok) throw fail('missing', `answered with status ${response.status}`);
    return await (typeof body === 'function' ? body(response) : body ? response[body]() : response);
  } catch (error) {
    // There may be no memory for what came.
    if (error instanceof MapError || error instanceof RangeError || signal?.aborted) throw error;
    // The policy's report is a task of its own.
    await pause();
    if (blocked) throw fail('blocked', `is forbidden by the page's policy; its connect-src needs ${url.origin}`);
    // What began to come could be read.
    if (!response && await answers(url)) throw fail('cors', `may not be read from ${location.origin}; its server has to send Access-Control-Allow-Origin (CORS)`);
    throw fail('network', 'could not be fetched: no connection, or it broke');
  } finally {
    watch.abort();
  }
}

/** Whether a server of another origin sends something that this page may not read. */
async function answers(url) {
  if (url.origin === location.origin) return false;
  return fetch(url, { mode: 'no-cors', method: 'HEAD' }).then(() => true, () => false);
}
