// A promise for what others settle.

/** A promise that is settled from outside, once, and that nobody has to wait for. */
export function promise() {
  const made = { settled: false };
  made.promise = new Promise((resolve, reject) => {
    const settle = (how) => (value) => {
      made.settled = true;
      how(value);
    };
    Object.assign(made, { resolve: settle(resolve), reject: settle(reject) });
  });
  made.promise.catch(() => {});
  return made;
}
