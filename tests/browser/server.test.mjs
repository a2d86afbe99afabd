// The server that the other tests stand on does what it is told.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { serve } from './server.mjs';

describe('server', () => {
  let root;
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'central-asia-map-'));
    writeFileSync(join(root, 'index.html'), '<!doctype html>');
    writeFileSync(join(root, 'map.wasm'), 'x'.repeat(1000));
    writeFileSync(join(root, 'map.wasm.br'), brotliCompressSync('x'.repeat(1000)));
  });
  after(() => rmSync(root, { recursive: true }));

  async function using(t, options) {
    const server = await serve({ root, ...options });
    t.after(() => server.close());
    return server;
  }

  test('sends files with their type, compressed when that is beside them', async (t) => {
    const { url, requests } = await using(t);
    const page = await fetch(url);
    assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(await page.text(), '<!doctype html>');
    const wasm = await fetch(`${url}map.wasm`, { headers: { 'accept-encoding': 'br' } });
    assert.equal(wasm.headers.get('content-type'), 'application/wasm');
    assert.equal(wasm.headers.get('content-encoding'), 'br');
    assert.equal((await wasm.arrayBuffer()).byteLength, 1000);
    assert.deepEqual(requests, ['index.html', 'map.wasm']);
  });

  test('keeps to its folder', async (t) => {
    const { url } = await using(t, { base: '/a/b/' });
    assert.equal((await fetch(url)).status, 200);
    assert.equal((await fetch(new URL('/index.html', url))).status, 404);
    assert.equal((await fetch(`${url}..%2f..%2fetc/passwd`)).status, 404);
    assert.equal((await fetch(`${url}nothing.html`)).status, 404);
  });

  test('sends a policy with pages, and leave to other origins', async (t) => {
    const { url } = await using(t, { csp: "default-src 'none'", cors: true });
    const [page, wasm] = await Promise.all([fetch(url), fetch(`${url}map.wasm`)]);
    assert.equal(page.headers.get('content-security-policy'), "default-src 'none'");
    assert.equal(wasm.headers.get('content-security-policy'), null);
    assert.equal(wasm.headers.get('access-control-allow-origin'), '*');
  });

  test('goes wrong as it is told', async (t) => {
    const server = await using(t);
    const ask = (fault) => {
      server.faults['map.wasm'] = fault;
      return fetch(`${server.url}map.wasm`);
    };
    assert.equal((await ask({ status: 503 })).status, 503);
    assert.equal((await ask({ type: 'text/plain' })).headers.get('content-type'), 'text/plain');
    assert.equal((await ask({ type: '' })).headers.get('content-type'), null);
    assert.equal(await (await ask({ body: 'other' })).text(), 'other');
    assert.equal((await (await ask({ truncate: 10 })).arrayBuffer()).byteLength, 10);
    await assert.rejects((await ask({ cut: 10 })).arrayBuffer());
    const start = performance.now();
    await ask({ delay: 60 });
    assert.ok(performance.now() - start >= 55);
  });
});
