// The command line's pictures, to hold the browser's against.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('../../', import.meta.url));
/** The command line, where it has been built already. */
let program = process.env.COMMAND_LINE;

/** Builds the command line, once, and gives its path. */
function built() {
  const told = execFileSync('cargo', ['build', '--quiet', '--bin', 'central-asia-map', '--message-format=json'], { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return told.split('\n').filter(Boolean).map((line) => JSON.parse(line).executable).find(Boolean);
}

/**
 * The document that the command line makes of the same atlas with the same attributes, `size` as `800x600`, and more options.
 * The built atlas has its rings turned, so that the order of points in a path is not that of `data/`.
 */
export function native(attributes, size, ...options) {
  program ??= built();
  const file = join(tmpdir(), `still-${process.pid}.svg`);
  const words = Object.entries(attributes).flatMap(([name, value]) => [`--${name}=${value}`]);
  execFileSync(program, ['render', '--atlas', 'dist/data', ...words, '--size', size, ...options, '-o', file], { cwd });
  const svg = readFileSync(file, 'utf8');
  rmSync(file);
  return svg;
}
