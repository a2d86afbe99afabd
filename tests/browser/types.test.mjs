// The types say what the element has: the compiler accepts what pages write, and the class agrees with the declaration.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DIST } from './server.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const run = promisify(execFile);

test('the compiler accepts what pages write, and only that', async () => {
  const options = {
    strict: true, noEmit: true, target: 'es2022', module: 'esnext', moduleResolution: 'bundler',
    lib: ['es2022', 'dom', 'dom.iterable'], types: [], skipLibCheck: false,
    paths: { 'central-asia-map': [`${DIST}central-asia-map.d.ts`] },
  };
  mkdirSync(`${HERE}out`, { recursive: true });
  const config = `${HERE}out/tsconfig.json`;
  writeFileSync(config, JSON.stringify({ compilerOptions: options, files: [`${HERE}fixtures/types.ts`] }));
  await run('node', [`${HERE}node_modules/typescript/bin/tsc`, '--project', config]).catch(({ stdout }) => assert.fail(stdout));
});

test('the declaration has all members of the class, and no others', async () => {
  const { CentralAsiaMapElement } = await import(`${DIST}central-asia-map.js`);
  const declared = readFileSync(`${DIST}central-asia-map.d.ts`, 'utf8').match(/class CentralAsiaMapElement.*?\n}/s)[0];
  const names = [...declared.matchAll(/^ {2}(?:get |set |readonly )?(\w+)[(:<]/gm)].map(([, name]) => name);
  const inherited = ['addEventListener', 'removeEventListener', 'lang'];
  const reactions = ['constructor', 'connectedCallback', 'disconnectedCallback', 'connectedMoveCallback', 'adoptedCallback', 'attributeChangedCallback'];
  const members = Object.getOwnPropertyNames(CentralAsiaMapElement.prototype).filter((name) => !reactions.includes(name));
  assert.deepEqual([...new Set(names)].filter((name) => !inherited.includes(name)).sort(), members.filter((name) => !inherited.includes(name)).sort());
});

test('every method of the types says what it does', () => {
  const lines = readFileSync(`${DIST}central-asia-map.d.ts`, 'utf8').match(/class CentralAsiaMapElement.*?\n}/s)[0].split('\n');
  const isMethod = (line) => /^  (?!add|remove(?!Overlay)|get |set |static readonly)[\w ]+\(/.test(line) || /^  addOverlay/.test(line);
  const methods = lines.filter(isMethod);
  assert.ok(methods.length > 15, `${methods}`);
  assert.deepEqual(methods.filter((line) => !lines[lines.indexOf(line) - 1].endsWith('*/')), []);
});
