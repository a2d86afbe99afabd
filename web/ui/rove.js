// One tab stop for a group: arrow keys move among what is in it.

/** Makes what `selector` finds in `group` one tab stop; call the answer after some of it came or went. */
export function rove(map, group, selector = 'button') {
  // What opens in the group has a tab stop of its own.
  const items = () => [...group.querySelectorAll(selector)].filter((item) => {
    const toolbar = item.closest('[role="toolbar"]');
    return !item.closest('.off, [hidden], dialog') && (!toolbar || toolbar === group || !group.contains(toolbar));
  });
  const settle = (current = items().find((item) => item.tabIndex === 0) ?? items()[0]) => {
    for (const item of items()) item.tabIndex = item === current ? 0 : -1;
  };
  map.on(group, 'focusin', ({ target }) => items().includes(target) && settle(target));
  map.on(group, 'keydown', (event) => {
    const all = items();
    const at = all.indexOf(event.target);
    // A list keeps the keys that choose in it.
    if (at < 0 || (event.target.matches('select') && !/Left|Right/.test(event.key))) return;
    const ahead = getComputedStyle(group).direction === 'rtl' ? -1 : 1;
    const step = { ArrowRight: ahead, ArrowDown: 1, ArrowLeft: -ahead, ArrowUp: -1 }[event.key];
    const next = step ? all[(at + step + all.length) % all.length] : { Home: all[0], End: all.at(-1) }[event.key];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  });
  settle();
  return settle;
}
