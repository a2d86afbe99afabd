// The engine comes in parts: what is alike in its WebAssembly stands together there, which is smaller on the way.

/** The parts that hold no operands, by the codes of operations that have none. */
const [TABLE, BEFORE, OPERATIONS, PAIRS, CODES, AFTER, LOCALS] = [0x00, 0x01, 0x05, 0x06, 0x07, 0x0b, 0x0f];

/** The codes from here on stand for two codes each. */
const PAIR = 0xe0;

/** What is read from memory, and written there; and how many parts there can be. */
const [LOADS, STORES, ALL] = [0x28, 0x36, 0x240];

/** The module that `xtask/src/apart.rs` has taken apart; an error where the parts are of none. */
export function together(parts) {
  // By the code of an operation: the part of its operands, and how many numbers they are.
  const kinds = Uint16Array.from({ length: 256 }, (_, code) => code).fill(0x21, 0x22, 0x23).fill(LOADS, LOADS, STORES).fill(STORES, STORES, 0x3f);
  const counts = new Uint8Array(256).fill(1, 0x02, 0x05).fill(1, 0x0c, 0x0e).fill(1, 0x10, 0x11).fill(2, 0x11, 0x12).fill(1, 0x20, 0x43);
  const places = new Uint32Array(ALL);
  // Only lengths and alignment are left out of the parts.
  const whole = new Uint8Array(2 * parts.length);
  let to = 0;
  /** Moves a number of a part over to where it belongs. */
  const move = (part) => {
    let value = 0;
    for (let shift = 0; to < whole.length; shift += 7) {
      const byte = whole[to++] = parts[places[part]++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new RangeError('parts that do not fit');
  };
  const list = Array.from({ length: move(TABLE) }, () => [move(TABLE), move(TABLE)]);
  to = 0;
  let at = places[TABLE];
  const slices = [];
  for (const [part, length] of list) {
    places[part] = at;
    slices[part] = parts.subarray(at, at += length);
  }
  const copy = (bytes) => {
    whole.set(bytes, to);
    to += bytes.length;
  };
  /** What `make` writes, with its length before it. */
  const measured = (make) => {
    const start = to;
    // As much as a length can take.
    to += 5;
    make();
    const end = to;
    let length = end - start - 5;
    to = start;
    for (; length > 127; length >>= 7) whole[to++] = length & 127 | 128;
    whole[to++] = length;
    whole.copyWithin(to, start + 5, end);
    to += end - start - 5;
  };
  /** What each code of an operation stands for: itself, or two that come before it. */
  const spelled = Array.from({ length: 256 }, (_, code) => [code]);
  slices[PAIRS]?.forEach((code, index) => {
    const pair = PAIR + (index >> 1);
    spelled[pair] = index & 1 ? [...spelled[pair], ...spelled[code]] : spelled[code];
  });
  const operations = new Uint8Array(whole.length);
  let count = 0;
  slices[OPERATIONS].forEach((code) => {
    for (const one of spelled[slices[CODES][code]]) operations[count++] = one;
  });
  let index = 0;
  const body = () => {
    for (let left = 2 * move(LOCALS); left--;) move(LOCALS);
    for (let depth = 1; depth;) {
      if (index >= count) throw new RangeError('parts that do not fit');
      const code = operations[index++];
      const next = operations[index];
      whole[to++] = code;
      let part = kinds[code];
      let left = counts[code];
      if (code === 0x20) part = 0x200 + (next >> 2);
      else if (code === 0x41) part = 0x100 + next;
      // Where alignment would stand: it is always 1.
      else if (part === LOADS || part === STORES) whole[to++] = 0;
      else if (code > 0x01 && code < 0x05) depth++;
      else if (code === 0x0b) depth--;
      else if (code === 0x0e) left = move(part) + 1;
      else if (code === 0x44) copy(parts.subarray(places[part], places[part] += 8));
      // Of those that have another code behind it, one that copies memory and one that fills it have operands.
      else if (code === 0xfc) left = { 10: 2, 11: 1 }[move(part)] ?? 0;
      while (left-- > 0) move(part);
    }
  };
  copy(slices[BEFORE]);
  measured(() => {
    for (let left = move(LOCALS); left--;) measured(body);
  });
  copy(slices[AFTER]);
  return whole.subarray(0, to);
}
