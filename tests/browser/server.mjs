// A static server over dist/, as an embedder's might be: with a policy, under a sub-path, on another origin, or broken.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Scripts that run in every page before its own, for a browser that cannot be told so. */
export const early = [];

/** What `cargo xtask build` made. */
export const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

/** The policy that product pages may be strict with: no inline script or style, no other origin. */
export const STRICT_CSP = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
].join('; ');

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.geojson': 'application/geo+json',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
};

/**
 * What goes wrong with one file.
 * @typedef {object} Fault
 * @property {number} [status] answers with this status and a short text
 * @property {string} [type] sends the file as this MIME type; an empty string sends none
 * @property {string | Uint8Array} [body] sends this in place of the file
 * @property {Record<string, string>} [headers] sends these besides
 * @property {number} [truncate] sends only so many bytes, and a length that says that they are all
 * @property {number} [cut] sends so many bytes of the full length and breaks the connection
 * @property {number | Promise<void>} [delay] waits so many milliseconds first, or until this is settled
 */

/**
 * Serves a folder on a free port of localhost.
 *
 * @param {object} [options]
 * @param {string} [options.root] the folder, by default dist/
 * @param {string} [options.base] the path that it is mounted under, by default `/`
 * @param {string} [options.csp] Content-Security-Policy of the pages
 * @param {boolean} [options.cors] lets pages of every origin read the files
 * @param {Record<string, string>} [options.headers] sent with every file
 * @param {Record<string, string>} [options.pages] pages that exist only here: their path under `base` and their HTML
 * @param {Record<string, Fault>} [options.faults] what goes wrong, by the file's path under `base`
 */
export async function serve({ root = DIST, base = '/', csp, cors = false, headers = {}, pages = {}, faults = {} } = {}) {
  /** Paths that were asked for, in order. */
  const requests = [];
  const net = { away: false };
  const server = createServer((request, response) => {
    if (net.away) return void request.socket.destroy();
    answer(request, response).catch((error) => response.destroy(error));
  });

  async function answer(request, response) {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    // Browsers ask for it on their own account.
    if (path === '/favicon.ico') return void response.writeHead(204).end();
    if (path === EARLY) return void response.writeHead(200, { 'content-type': TYPES['.js'] }).end([...new Set(early)].join(';\n'));
    const name = path.startsWith(base) ? path.slice(base.length) || 'index.html' : null;
    requests.push(name ?? path);
    const fault = faults[name] ?? {};
    if (fault.delay) await (typeof fault.delay === 'number' ? sleep(fault.delay) : fault.delay);
    if (fault.status) return text(response, fault.status, `status ${fault.status}`);

    const head = { 'cache-control': 'no-store', ...headers, ...fault.headers };
    if (cors) head['access-control-allow-origin'] = '*';
    const extension = name?.endsWith('/') ? '.html' : extname(name ?? '');
    const type = fault.type ?? TYPES[extension] ?? 'application/octet-stream';
    if (type) head['content-type'] = type;
    if (csp && extension === '.html') head['content-security-policy'] = csp;

    if (request.method === 'HEAD') return void response.writeHead(200, head).end();
    const body = fault.body ?? pages[name];
    if (body !== undefined) return void response.writeHead(200, head).end(extension === '.html' ? withEarly(body) : body);
    const file = name === null ? null : inside(root, name);
    if (!file) return text(response, 404, `${path} is not here`);
    if (early.length && extension === '.html') return void response.writeHead(200, head).end(withEarly(readFileSync(file, 'utf8')));
    const { size } = statSync(file);
    if (fault.truncate !== undefined) {
      response.writeHead(200, { ...head, 'content-length': fault.truncate });
      return void createReadStream(file, { start: 0, end: fault.truncate - 1 }).pipe(response);
    }
    if (fault.cut !== undefined) {
      response.writeHead(200, { ...head, 'content-length': size });
      const part = createReadStream(file, { start: 0, end: fault.cut - 1 });
      part.on('data', (bytes) => response.write(bytes)).on('end', () => setTimeout(() => response.destroy(), 50));
      return;
    }
    const brotli = `${file}.br`;
    if (/\bbr\b/.test(request.headers['accept-encoding'] ?? '') && existsSync(brotli)) {
      response.writeHead(200, { ...head, 'content-encoding': 'br', 'content-length': statSync(brotli).size });
      return void createReadStream(brotli).pipe(response);
    }
    response.writeHead(200, { ...head, 'content-length': size });
    createReadStream(file).pipe(response);
  }

  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://localhost:${server.address().port}`;
  return {
    origin,
    /** Where the folder is: ends in a slash. */
    url: origin + base,
    requests,
    faults,
    pages,
    /** While it is `away`, no request is answered. */
    net,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

const EARLY = '/early-script.js';

/** A page that begins with the early scripts. */
function withEarly(page) {
  const tag = `<script src="${EARLY}"></script>`;
  return early.length ? String(page).replace(/<head>|<meta charset="utf-8">|<title>|$/, (start) => (start === '<title>' ? tag + start : start + tag)) : page;
}

function text(response, status, line) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(line);
}

/** The file of this name in the folder, if there is one. */
function inside(root, name) {
  const file = normalize(join(root, name.endsWith('/') ? `${name}index.html` : name));
  if (!file.startsWith(normalize(root + sep).replace(/[\\/]+$/, sep))) return null;
  return existsSync(file) && statSync(file).isFile() ? file : null;
}
