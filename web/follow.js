// A page that tells the story with its own scrolling.

/**
 * Lets `map` follow the blocks with `data-map-step` in `root`: the one in the middle of the window is told. It gets the
 * attribute `data-map-active` meanwhile. Gives a function that ends it.
 */
export function follow(root, map) {
  const blocks = [...root.querySelectorAll('[data-map-step]')];
  let active = null;
  const observer = new IntersectionObserver((entries) => {
    const entered = entries.filter(({ isIntersecting }) => isIntersecting).at(-1);
    if (!entered || entered.target === active) return;
    active = entered.target;
    for (const block of blocks) block.toggleAttribute('data-map-active', block === active);
    map.goTo(active.dataset.mapStep).catch(() => {});
  }, { rootMargin: '-50% 0px -50% 0px' });
  for (const block of blocks) observer.observe(block);
  return () => observer.disconnect();
}
