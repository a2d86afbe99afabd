// What the whole browser costs, from the kernel's own count.
import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of one tick of the kernel's count; Linux tells everyone 100 in a second. */
const TICK = 10;

/** Parent and CPU time in milliseconds of a process; `null` when it has ended meanwhile. */
function stat(pid) {
  try {
    // The name before the last bracket may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return { pid, parent: Number(fields[1]), cpu: (Number(fields[11]) + Number(fields[12])) * TICK };
  } catch {
    return null;
  }
}

/** CPU time of all processes that this one started, milliseconds. */
export function cpu() {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => stat(Number(name))).filter(Boolean);
  const ours = new Set([process.pid]);
  // Children have mostly larger numbers than their parents; where numbers began anew, another pass finds them.
  for (let before = 0; before < ours.size;) {
    before = ours.size;
    for (const { pid, parent } of all) if (ours.has(parent)) ours.add(pid);
  }
  ours.delete(process.pid);
  return all.filter(({ pid }) => ours.has(pid)).reduce((sum, { cpu }) => sum + cpu, 0);
}
