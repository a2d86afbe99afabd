// One tab stop for a group: arrow keys move among its buttons.

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Makes the buttons of `group` one tab stop; call the answer after some came or went. */
export function rove(map, group) {
  const buttons = () => [...group.querySelectorAll('button')];
  const settle = (current = buttons().find((button) => button.tabIndex === 0) ?? buttons()[0]) => {
    for (const button of buttons()) button.tabIndex = button === current ? 0 : -1;
  };
  map.on(group, 'focusin', ({ target }) => settle(target));
  map.on(group, 'keydown', (event) => {
    const all = buttons();
    const at = all.indexOf(event.target);
    const step = STEPS[event.key];
    const next = step ? all[(at + step + all.length) % all.length] : { Home: all[0], End: all.at(-1) }[event.key];
    if (at < 0 || !next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  });
  settle();
  return settle;
}
