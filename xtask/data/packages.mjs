// The source packages: fetched once, checked against packages.json, read from the cache.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, unzipSync } from 'fflate';

const here = dirname(fileURLToPath(import.meta.url));
const manifest = JSON.parse(readFileSync(join(here, 'packages.json'), 'utf8'));
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'central-asia-map', 'packages');

/** The files of a package that `wanted(path)` picks, as a Map from path to bytes. */
export function readPackage(name, wanted) {
  const entry = manifest.find((p) => p.name === name);
  if (!entry) throw new Error(`${name} is not in packages.json`);
  const bytes = archive(entry);
  return entry.archive.endsWith('.tgz') ? untar(gunzipSync(bytes), wanted) : unzip(bytes, wanted);
}

export const text = (bytes) => new TextDecoder().decode(bytes);
export const json = (file) => JSON.parse(typeof file === 'string' ? file : text(file));

function archive(entry) {
  const file = join(cache, entry.archive);
  if (!existsSync(file)) fetchInto(file, entry);
  const bytes = readFileSync(file);
  const sum = createHash('sha256').update(bytes).digest('hex');
  if (sum !== entry.sha256) {
    throw new Error(`${file}: its sha256 is ${sum}, packages.json has ${entry.sha256}; delete the file to fetch it again`);
  }
  return bytes;
}

function fetchInto(file, { registry, name, version, archive }) {
  mkdirSync(cache, { recursive: true });
  const dir = mkdtempSync(join(cache, 'incoming-'));
  try {
    console.log(`fetching ${name} ${version}`);
    if (registry === 'npm') {
      run('npm', ['pack', '--silent', '--pack-destination', dir, `${name}@${version}`]);
    } else {
      const args = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--dest', dir];
      run('python3', [...args, `${name}==${version}`], 'no pip: sudo apt-get install python3-pip');
    }
    renameSync(join(dir, archive), file);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function run(command, args, hint) {
  try {
    execFileSync(command, args, { cwd: cache, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    const said = String(error.stderr ?? error.message);
    const missing = error.code === 'ENOENT' || said.includes('No module named pip');
    throw new Error(missing && hint ? hint : `${command} ${args.join(' ')}: ${said.trim()}`);
  }
}

function unzip(bytes, wanted) {
  return new Map(Object.entries(unzipSync(bytes, { filter: (f) => wanted(f.name) })));
}

/** ustar as npm writes it: 512-byte headers, paths under 256 bytes, PAX headers only for metadata. */
function untar(tar, wanted) {
  const files = new Map();
  const field = (at, length) => text(tar.subarray(at, at + length)).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const prefix = field(at + 345, 155);
    const path = (prefix ? `${prefix}/` : '') + field(at, 100);
    const size = parseInt(field(at + 124, 12).trim(), 8);
    const type = field(at + 156, 1);
    if ((type === '0' || type === '') && wanted(path)) files.set(path, tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
