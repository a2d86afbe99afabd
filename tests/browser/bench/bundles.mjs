// The peers' pages as one would publish them: each bundled and made small.
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from '../../../xtask/npm/node_modules/esbuild/lib/main.js';

const PEERS = fileURLToPath(new URL('peers/', import.meta.url));
/** What a peer needs beside its page's own script. */
const WORKERS = { maplibre: { 'maplibre-worker': 'maplibre-gl/dist/maplibre-gl-worker.mjs' } };

/** Scripts and styles of one peer, by name, and what they weigh as brotli, KB. */
export async function bundle(id) {
  const { outputFiles } = await build({
    absWorkingDir: PEERS,
    entryPoints: { [id]: `${id}.js`, ...WORKERS[id] },
    outdir: PEERS,
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    loader: { '.png': 'empty' },
    chunkNames: `${id}-[hash]`,
    legalComments: 'none',
  });
  const files = Object.fromEntries(outputFiles.map(({ path, contents }) => [path.slice(PEERS.length), Buffer.from(contents)]));
  files[`${id}.css`] ??= Buffer.from('');
  const size = Object.values(files).reduce((sum, bytes) => sum + (bytes.length && brotliCompressSync(bytes).length), 0);
  return { files, size: size / 1000 };
}
