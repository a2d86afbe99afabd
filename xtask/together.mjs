// `node xtask/together.mjs parts.wasm whole.wasm`: whether the page makes the one of the other.

import { readFileSync } from 'node:fs';

import { together } from '../web/together.js';

const [sent, whole] = process.argv.slice(2).map((file) => readFileSync(file));
const [parts] = WebAssembly.Module.customSections(new WebAssembly.Module(sent), 'parts');
if (!whole.equals(together(new Uint8Array(parts)))) {
  console.error('web/together.js does not make the WebAssembly that xtask/src/apart.rs took apart');
  process.exit(1);
}
